package voxcrate.engine.cli;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.diarization.Course;
import voxcrate.engine.diarization.ListeningLog;
import voxcrate.engine.diarization.Stage;
import voxcrate.engine.diarization.StageClock;
import voxcrate.engine.transcript.Segment;
import voxcrate.engine.words.RecordingTranscriber;
import voxcrate.progress.ProgressEvent;
import voxcrate.progress.ProgressListener;

/// Tells people how far a recording has come, stage by stage, and when each long one will be done.
final class CourseTeller implements RecordingTranscriber.Listener {
  private final ProgressListener progress;
  private final String recording;
  private final double totalSeconds;
  private final InstantSource time;
  private final Consumer<List<Segment>> shown;
  private final StageClock stages = new StageClock();
  private Forecast forecast;
  private @Nullable String task;
  private double transcribedSeconds;

  /// @param recording as people call it
  /// @param totalSeconds to be heard; 0 where the file does not say
  /// @param shown takes what is said as soon as it is known
  CourseTeller(
      ProgressListener progress,
      String recording,
      double totalSeconds,
      InstantSource time,
      Consumer<List<Segment>> shown) {
    this.progress = progress;
    this.recording = recording;
    this.totalSeconds = totalSeconds;
    this.time = time;
    this.shown = shown;
    this.forecast = new Forecast(totalSeconds, time);
  }

  StageClock stages() {
    return stages;
  }

  Course course(ListeningLog log) {
    begin("diarizing " + recording, totalSeconds);
    return new Course(this::heard, this::begins, stages, log);
  }

  /// It is known who spoke when.
  void diarized() {
    finish();
    progress.note(recording, "Speaker diarization completed successfully");
  }

  /// Takes how far speech has been looked for.
  DoubleConsumer finding() {
    begin("looking for speech in " + recording, totalSeconds);
    return seconds -> advance(seconds, false);
  }

  @Override
  public void begins(double windowSeconds) {
    begin("transcribing " + recording, windowSeconds);
    forecast = new Forecast(windowSeconds, time);
  }

  @Override
  public void said(List<Segment> segments, double windowSeconds) {
    shown.accept(segments);
    transcribedSeconds += windowSeconds;
    advance(transcribedSeconds, stages.seconds(Stage.TRANSCRIPTION) > 0);
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
      case READING, SEGMENTATION, VOICES, TRANSCRIPTION, ALIGNMENT -> {}
    }
  }

  private void begin(String next, double seconds) {
    finish();
    task = next;
    progress.on(
        new ProgressEvent.Started(next, Math.round(seconds), ProgressEvent.Unit.SECONDS_OF_AUDIO));
  }

  private void heard(double seconds) {
    advance(seconds, stages.seconds(Stage.SEGMENTATION) > 0);
  }

  /// @param isNew whether this run has done anything of it: what an earlier one did took no time
  private void advance(double seconds, boolean isNew) {
    if (task != null) {
      progress.on(new ProgressEvent.Advanced(task, Math.round(seconds)));
    }
    if (isNew) {
      forecast.after(seconds).ifPresent(told -> progress.note(recording, told));
    }
  }
}
