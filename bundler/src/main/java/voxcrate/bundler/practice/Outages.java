package voxcrate.bundler.practice;

import java.util.Optional;

/// Answers of a server that is overloaded, broken or silent, on either origin.
final class Outages {
  private final Faults faults;
  private final Shutdown shutdown;

  Outages(Faults faults, Shutdown shutdown) {
    this.faults = faults;
    this.shutdown = shutdown;
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
                    .take(Fault.HtmlError.class, f -> path.contains(f.where()))
                    .map(fault -> htmlError(fault.status())));
  }

  private static Reply throttled(Fault.Throttled fault) {
    var text = "We had to rate limit you. Upgrade to a paid account to get a higher limit.";
    return Reply.text(429, text)
        .with("RateLimit", "\"api\";r=0;t=" + fault.seconds())
        .with("Retry-After", Integer.toString(fault.seconds()));
  }

  private static Reply htmlError(int status) {
    var document = "<!doctype html><html><body><h1>" + status + "</h1></body></html>";
    return Reply.text(status, document).with("Content-Type", "text/html; charset=utf-8");
  }
}
