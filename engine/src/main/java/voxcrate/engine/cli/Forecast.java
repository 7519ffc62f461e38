package voxcrate.engine.cli;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/// When a long job will be done, as far as its first part tells. Told once.
final class Forecast {
  /// Done at least before anything is foretold: the first windows are slower.
  private static final double LEAST_SECONDS = 16;

  /// What takes less than this need not be foretold.
  private static final Duration LEAST_TOLD = Duration.ofMinutes(1);

  private final double totalSeconds;
  private final InstantSource clock;
  private double startSeconds;
  private long startMillis;
  private boolean started;
  private boolean told;

  /// @param totalSeconds of sound that the job is about; 0 where nobody knows
  Forecast(double totalSeconds, InstantSource clock) {
    this.totalSeconds = totalSeconds;
    this.clock = clock;
  }

  /// @param seconds of sound that are done
  /// @return a sentence, once there is something to tell
  Optional<String> after(double seconds) {
    if (!started) {
      started = true;
      startSeconds = seconds;
      startMillis = clock.millis();
    } else if (!told && seconds - startSeconds >= LEAST_SECONDS && totalSeconds > seconds) {
      told = true;
      double perSecond = (clock.millis() - startMillis) / (seconds - startSeconds);
      return foretold(Duration.ofMillis(Math.round((totalSeconds - seconds) * perSecond)));
    }
    return Optional.empty();
  }

  private Optional<String> foretold(Duration left) {
    if (left.compareTo(LEAST_TOLD) < 0) {
      return Optional.empty();
    }
    var end = LocalTime.ofInstant(clock.instant().plus(left), ZoneId.systemDefault());
    return Optional.of(
        String.format(
            Locale.ROOT,
            "about %s left: done at about %02d:%02d",
            inWords(left.plusSeconds(30)),
            end.getHour(),
            end.getMinute()));
  }

  private static String inWords(Duration duration) {
    return duration.toHours() > 0
        ? duration.toHours() + " h " + duration.toMinutesPart() + " min"
        : duration.toMinutes() + " min";
  }
}
