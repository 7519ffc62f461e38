package voxcrate.bundler.hub;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads how long the hub asks to wait: `RateLimit: "api";r=0;t=17`, else `Retry-After: 17`.
final class RateLimit {
  private static final Pattern REMAINING = Pattern.compile(";\\s*r=([0-9]{1,9})");
  private static final Pattern SECONDS = Pattern.compile(";\\s*t=([0-9]{1,9})");

  private RateLimit() {}

  /// Zero where the hub does not say.
  static Duration pauseAskedFor(HubReply reply) {
    var limit = reply.header("RateLimit").orElse("");
    if (number(REMAINING, limit) == 0 && number(SECONDS, limit) >= 0) {
      // The counter is rounded down; a second more is a second asked too early less.
      return Duration.ofSeconds(number(SECONDS, limit) + 1);
    }
    return Duration.ofSeconds(reply.number("Retry-After").orElse(0));
  }

  /// -1 where it is not there.
  private static long number(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? Long.parseLong(found.group(1)) : -1;
  }
}
