package voxcrate.bundler.practice;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/// Answers of a server that is overloaded, broken or silent, on either origin.
final class Outages {
  private static final List<Integer> STATUSES = List.of(500, 502, 503, 504);

  private final Faults faults;
  private final Shutdown shutdown;
  private final InstantSource clock;

  Outages(Faults faults, Shutdown shutdown, InstantSource clock) {
    this.faults = faults;
    this.shutdown = shutdown;
    this.clock = clock;
  }

  /// What is answered instead of what was asked for; empty where nothing is wrong.
  Optional<Reply> instead(Request request) {
    var path = request.path();
    if (faults.take(Fault.SilentAnswer.class, f -> path.contains(f.where())).isPresent()) {
      shutdown.await();
    }
    return faults
        .take(Fault.Throttled.class, f -> path.contains(f.where()))
        .map(Outages::throttled)
        .or(
            () ->
                faults
                    .take(Fault.Unavailable.class, f -> path.contains(f.where()))
                    .map(fault -> Reply.text(fault.status(), "Service Unavailable")))
        .or(
            () ->
                faults
                    .take(Fault.Overloaded.class, f -> path.contains(f.where()))
                    .map(this::overloaded))
        .or(
            () ->
                faults
                    .take(Fault.HtmlError.class, f -> path.contains(f.where()))
                    .map(fault -> htmlError(fault.status())))
        .or(() -> faults.byChance(Fault.RandomErrors.class).map(Outages::anyError));
  }

  private static Reply throttled(Fault.Throttled fault) {
    var text = "We had to rate limit you. Upgrade to a paid account to get a higher limit.";
    return Reply.text(429, text)
        .with("RateLimit", "\"api\";r=0;t=" + fault.seconds())
        .with("Retry-After", Integer.toString(fault.seconds()));
  }

  private Reply overloaded(Fault.Overloaded fault) {
    var until = clock.instant().plusSeconds(fault.seconds()).atOffset(ZoneOffset.UTC);
    var asked =
        fault.asDate()
            ? DateTimeFormatter.RFC_1123_DATE_TIME.format(until)
            : Integer.toString(fault.seconds());
    return Reply.text(503, "Service Unavailable").with("Retry-After", asked);
  }

  private static Reply anyError(Odds odds) {
    int status = STATUSES.get((int) odds.below(STATUSES.size()));
    return Reply.text(status, "Service Unavailable");
  }

  private static Reply htmlError(int status) {
    var document = "<!doctype html><html><body><h1>" + status + "</h1></body></html>";
    return Reply.text(status, document).with("Content-Type", "text/html; charset=utf-8");
  }
}
