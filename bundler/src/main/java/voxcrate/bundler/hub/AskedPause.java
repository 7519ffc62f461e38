package voxcrate.bundler.hub;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Interceptor;
import okhttp3.Response;

/// Reads how long the other side asks to wait: `RateLimit: "api";r=0;t=17`, else `Retry-After` in
/// seconds or as a date (RFC 9110, 10.2.3).
final class AskedPause {
  private static final Pattern REMAINING = Pattern.compile(";\\s*r=([0-9]{1,9})");
  private static final Pattern SECONDS = Pattern.compile(";\\s*t=([0-9]{1,9})");
  private static final String RETRY_AFTER = "Retry-After";

  /// Under this name the header reaches us.
  private static final String HIDDEN = "Voxcrate-Retry-After";

  private AskedPause() {}

  /// Puts the header out of OkHttp's sight: it would ask again by itself at zero, and break at a
  /// number beyond its own.
  static Response hidden(Interceptor.Chain chain) throws IOException {
    var response = chain.proceed(chain.request());
    var asked = response.header(RETRY_AFTER, "");
    return response.newBuilder().removeHeader(RETRY_AFTER).header(HIDDEN, asked).build();
  }

  /// Zero where nothing is asked for.
  static Duration in(HubReply reply) {
    var limit = reply.header("RateLimit").orElse("");
    if (number(REMAINING, limit) == 0 && number(SECONDS, limit) >= 0) {
      // The counter is rounded down; a second more is a second asked too early less.
      return Duration.ofSeconds(number(SECONDS, limit) + 1);
    }
    var seconds = reply.number(HIDDEN);
    return seconds.isPresent()
        ? Duration.ofSeconds(seconds.getAsLong())
        : date(reply, HIDDEN).map(then -> until(then, reply)).orElse(Duration.ZERO);
  }

  /// -1 where it is not there.
  private static long number(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? Long.parseLong(found.group(1)) : -1;
  }

  /// Counted by the clock that set the date, where the answer tells it: ours may be wrong.
  private static Duration until(Instant then, HubReply reply) {
    var pause = Duration.between(date(reply, "Date").orElse(reply.received()), then);
    return pause.isPositive() ? pause : Duration.ZERO;
  }

  private static Optional<Instant> date(HubReply reply, String header) {
    return reply.header(header).flatMap(AskedPause::date);
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip(), Instant::from));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
