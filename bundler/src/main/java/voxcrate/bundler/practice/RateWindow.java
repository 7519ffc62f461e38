package voxcrate.bundler.practice;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The `RateLimit` headers of every answer. The count goes down as on the hub but never runs out by
/// itself: [Fault.Throttled] does that.
final class RateWindow {
  private static final int WINDOW_SECONDS = 300;

  private final Map<String, Integer> used = new ConcurrentHashMap<>();

  Reply stamp(Reply reply, Request request) {
    var bucket = request.path().contains("/resolve") ? "resolvers" : "api";
    int quota = quota(bucket, request.isAuthorized());
    int left = Math.max(1, quota - used.merge(bucket, 1, Integer::sum));
    return reply
        .withDefault("RateLimit", "\"%s\";r=%d;t=%d".formatted(bucket, left, WINDOW_SECONDS))
        .withDefault(
            "RateLimit-Policy",
            "\"fixed window\";\"%s\";q=%d;w=%d".formatted(bucket, quota, WINDOW_SECONDS));
  }

  /// What the hub's documentation states for free accounts and for no account.
  private static int quota(String bucket, boolean authorized) {
    if (bucket.equals("api")) {
      return authorized ? 1000 : 500;
    }
    return authorized ? 5000 : 3000;
  }
}
