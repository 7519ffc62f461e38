package voxcrate.bundler.hub;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import okhttp3.Response;

/// Makes a [HubReply] of what came over the wire.
final class HubReplies {
  /// A listing's page of 1000 entries has about 300 kB; nobody sends us more than this for good.
  private static final long MAX_BODY_BYTES = 16L << 20;

  private HubReplies() {}

  static HubReply headersOnly(Response response) {
    return reply(response, "");
  }

  /// Reads the body, up to a limit beyond which no answer that we ask for goes.
  static HubReply whole(Response response) throws IOException {
    return reply(response, response.peekBody(MAX_BODY_BYTES).string());
  }

  private static HubReply reply(Response response, String body) {
    var headers = new HashMap<String, String>();
    for (var header : response.headers()) {
      headers.merge(header.getFirst(), header.getSecond(), (first, _) -> first);
    }
    return new HubReply(
        response.code(),
        headers,
        response.request().url().toString(),
        Instant.ofEpochMilli(response.receivedResponseAtMillis()),
        body);
  }
}
