package voxcrate.engine.bench;

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
import voxcrate.engine.onnx.ExecutionTarget;
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
  private final Map<Stage, Used> used = new EnumMap<>(Stage.class);
  private final LoadMeter meter;

  /// What had been used by the end of a stage.
  private record Used(long peakBytes, LoadMeter.Load load) {}

  private RecordingBench(Recording recording, LoadMeter meter) {
    this.recording = recording;
    this.meter = meter;
  }

  /// Who spoke when.
  ///
  /// @param target that models run on
  /// @param loading loads them
  public static BenchReport diarize(
      Recording recording, ExecutionTarget target, Supplier<DiarizationPipeline> loading) {
    long start = System.nanoTime();
    try (var pipeline = loading.get();
        var meter = new LoadMeter(target)) {
      double loaded = seconds(System.nanoTime() - start);
      var bench = new RecordingBench(recording, meter);
      return bench.measured(loaded, () -> bench.turns(pipeline));
    }
  }

  /// Who said what; without a pipeline what is said.
  ///
  /// @param target that models run on
  /// @param loading loads them
  /// @param thresholds above which somebody speaks
  public static BenchReport transcribe(
      Recording recording,
      ExecutionTarget target,
      Supplier<LoadedModels> loading,
      Thresholds thresholds) {
    long start = System.nanoTime();
    try (var models = loading.get();
        var meter = new LoadMeter(target)) {
      double loaded = seconds(System.nanoTime() - start);
      var bench = new RecordingBench(recording, meter);
      return bench.measured(loaded, () -> bench.words(models, thresholds));
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
    var before = LoadMeter.busy();
    long start = System.nanoTime();
    meter.take();
    var heard = work.get().diarization();
    double wall = seconds(System.nanoTime() - start);
    double busy = seconds(LoadMeter.busy().minus(before).toNanos());
    return new BenchReport(
        heard.seconds(),
        loadingSeconds,
        wall,
        busy,
        heard.speakers(),
        stages(),
        PeakMemory.bytes());
  }

  /// What was used until then belongs to the stages before.
  private void begins(Stage next) {
    var until = new Used(PeakMemory.bytes(), meter.take());
    for (var stage : Stage.values()) {
      if (stage.compareTo(next) < 0) {
        used.putIfAbsent(stage, until);
      }
    }
  }

  /// Those that took any time.
  private List<StageFigure> stages() {
    var atEnd = new Used(PeakMemory.bytes(), meter.take());
    var figures = new ArrayList<StageFigure>();
    for (var stage : Stage.values()) {
      if (clock.seconds(stage) > 0) {
        var until = used.getOrDefault(stage, atEnd);
        var name = stage.name().toLowerCase(Locale.ROOT);
        figures.add(
            new StageFigure(
                name,
                clock.seconds(stage),
                until.load().processors(),
                until.load().cardPercent(),
                until.peakBytes()));
      }
    }
    return figures;
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }
}
