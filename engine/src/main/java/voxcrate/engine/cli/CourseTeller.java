package voxcrate.engine.cli;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.diarization.Course;
import voxcrate.engine.diarization.ListeningLog;
import voxcrate.engine.diarization.Stage;
import voxcrate.engine.diarization.StageClock;
import voxcrate.progress.ProgressEvent;
import voxcrate.progress.ProgressListener;

/// Tells people how far a recording has come, stage by stage, and when it will be done.
final class CourseTeller {
  /// Heard at least before anything is foretold: the first windows are slower.
  private static final double LEAST_SECONDS = 16;

  /// What takes less than this need not be foretold.
  private static final Duration LEAST_TOLD = Duration.ofMinutes(1);

  private final ProgressListener progress;
  private final String recording;
  private final double totalSeconds;
  private final InstantSource clock;
  private final StageClock stages = new StageClock();
  private @Nullable String task;

  private double startSeconds;
  private long startMillis;
  private boolean started;
  private boolean foretold;

  /// @param recording as people call it
  /// @param totalSeconds to be heard; 0 where the file does not say
  CourseTeller(
      ProgressListener progress, String recording, double totalSeconds, InstantSource clock) {
    this.progress = progress;
    this.recording = recording;
    this.totalSeconds = totalSeconds;
    this.clock = clock;
  }

  Course course(ListeningLog log) {
    begin("diarizing " + recording, Math.round(totalSeconds));
    return new Course(this::heard, this::begins, stages, log);
  }

  /// Everything is done.
  void finish() {
    if (task != null) {
      progress.on(new ProgressEvent.Finished(task));
      task = null;
    }
  }

  private void begins(Stage stage) {
    switch (stage) {
      case CLUSTERING -> begin("telling voices apart in " + recording, 0);
      case RECONSTRUCTION -> begin("putting turns together for " + recording, 0);
      case READING, SEGMENTATION, VOICES -> {}
    }
  }

  private void begin(String next, long total) {
    finish();
    task = next;
    progress.on(new ProgressEvent.Started(next, total, ProgressEvent.Unit.SECONDS_OF_AUDIO));
  }

  private void heard(double seconds) {
    if (task != null) {
      progress.on(new ProgressEvent.Advanced(task, Math.round(seconds)));
    }
    if (stages.seconds(Stage.SEGMENTATION) == 0) {
      return; // So far an earlier run has heard it.
    }
    if (!started) {
      started = true;
      startSeconds = seconds;
      startMillis = clock.millis();
    } else if (!foretold && seconds - startSeconds >= LEAST_SECONDS && totalSeconds > seconds) {
      foretold = true;
      foretell(seconds);
    }
  }

  private void foretell(double seconds) {
    double perSecond = (clock.millis() - startMillis) / (seconds - startSeconds);
    var left = Duration.ofMillis(Math.round((totalSeconds - seconds) * perSecond));
    if (left.compareTo(LEAST_TOLD) < 0) {
      return;
    }
    var end = LocalTime.ofInstant(clock.instant().plus(left), ZoneId.systemDefault());
    progress.note(
        recording,
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
