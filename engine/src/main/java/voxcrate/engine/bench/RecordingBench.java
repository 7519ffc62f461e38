package voxcrate.engine.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import voxcrate.engine.audio.ChannelChoice;
import voxcrate.engine.audio.Recording;
import voxcrate.engine.diarization.Course;
import voxcrate.engine.diarization.DiarizationPipeline;
import voxcrate.engine.diarization.HeardRecording;
import voxcrate.engine.diarization.ListeningLog;
import voxcrate.engine.diarization.RecordingDiarizer;
import voxcrate.engine.diarization.SpeakerBounds;
import voxcrate.engine.diarization.Stage;
import voxcrate.engine.diarization.StageClock;
import voxcrate.engine.speech.SpeechScores.Thresholds;
import voxcrate.engine.words.LoadedModels;
import voxcrate.engine.words.RecordingTranscriber;
import voxcrate.engine.words.WordLog;

/// Runs a recording through models and tells what each stage took. Nothing is warmed up: the
/// figures are those of somebody who has one recording.
public final class RecordingBench {
  private static final ChannelChoice CHANNEL = new ChannelChoice.Average();

  private final Recording recording;
  private final StageClock clock = new StageClock();
  private final Map<Stage, Long> peaks = new EnumMap<>(Stage.class);

  public RecordingBench(Recording recording) {
    this.recording = recording;
  }

  /// Who spoke when.
  ///
  /// @param loading loads the models
  public BenchReport diarize(Supplier<DiarizationPipeline> loading) {
    long start = System.nanoTime();
    try (var pipeline = loading.get()) {
      double loaded = seconds(System.nanoTime() - start);
      return measured(loaded, () -> turns(pipeline));
    }
  }

  /// Who said what; without a pipeline what is said.
  ///
  /// @param loading loads the models
  /// @param thresholds above which somebody speaks
  public BenchReport transcribe(Supplier<LoadedModels> loading, Thresholds thresholds) {
    long start = System.nanoTime();
    try (var models = loading.get()) {
      double loaded = seconds(System.nanoTime() - start);
      return measured(loaded, () -> words(models, thresholds));
    }
  }

  private HeardRecording words(LoadedModels models, Thresholds thresholds) {
    var heard =
        models
            .pipeline()
            .map(this::turns)
            .orElseGet(() -> models.finder().find(recording, CHANNEL, _ -> {}));
    begins(Stage.TRANSCRIPTION);
    RecordingTranscriber.of(models, clock, RecordingTranscriber.Listener.NOBODY)
        .transcribe(recording, heard, thresholds, WordLog.none());
    return heard;
  }

  private HeardRecording turns(DiarizationPipeline pipeline) {
    var course = new Course(_ -> {}, this::begins, clock, ListeningLog.none());
    return new RecordingDiarizer(pipeline, course).byVoice(recording, CHANNEL, SpeakerBounds.ANY);
  }

  private BenchReport measured(double loadingSeconds, Supplier<HeardRecording> work) {
    var cpu = cpu();
    long start = System.nanoTime();
    var heard = work.get().diarization();
    double wall = seconds(System.nanoTime() - start);
    double busy = seconds(cpu().minus(cpu).toNanos());
    return new BenchReport(
        heard.seconds(),
        loadingSeconds,
        wall,
        busy,
        heard.speakers(),
        stages(),
        PeakMemory.bytes());
  }

  /// What was held until then belongs to the stages before.
  private void begins(Stage next) {
    for (var stage : Stage.values()) {
      if (stage.compareTo(next) < 0) {
        peaks.putIfAbsent(stage, PeakMemory.bytes());
      }
    }
  }

  /// Those that took any time. What overlaps has one peak.
  private List<StageFigure> stages() {
    var figures = new ArrayList<StageFigure>();
    for (var stage : Stage.values()) {
      if (clock.seconds(stage) > 0) {
        long peak = peaks.getOrDefault(stage, PeakMemory.bytes());
        var name = stage.name().toLowerCase(Locale.ROOT);
        figures.add(new StageFigure(name, clock.seconds(stage), peak));
      }
    }
    return figures;
  }

  private static Duration cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }
}
