package voxcrate.engine.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import voxcrate.engine.audio.ChannelChoice;
import voxcrate.engine.audio.Recording;
import voxcrate.engine.audio.Waveform;
import voxcrate.engine.diarization.Course;
import voxcrate.engine.diarization.Diarization;
import voxcrate.engine.diarization.DiarizationPipeline;
import voxcrate.engine.diarization.ListeningLog;
import voxcrate.engine.diarization.SpeakerBounds;
import voxcrate.engine.diarization.Stage;
import voxcrate.engine.diarization.StageClock;
import voxcrate.engine.models.PipelineModels;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.progress.ProgressListener;

/// Runs a recording through a pipeline and tells what each stage took. Nothing is warmed up: the
/// figures are those of somebody who has one recording.
public record PipelineBench(PipelineModels models, ExecutionTarget target) {
  public BenchReport run(Recording recording) {
    long start = System.nanoTime();
    try (var pipeline = DiarizationPipeline.open(models, target, ProgressListener.SILENT);
        var audio = recording.listen(new ChannelChoice.Average(), pipeline.sampleRate())) {
      double loading = seconds(System.nanoTime() - start);
      return run(pipeline, audio, loading);
    }
  }

  private BenchReport run(DiarizationPipeline pipeline, Waveform audio, double loading) {
    var clock = new StageClock();
    var peaks = new EnumMap<Stage, Long>(Stage.class);
    var course =
        new Course(
            _ -> {},
            begun -> peaks.put(before(begun), PeakMemory.bytes()),
            clock,
            ListeningLog.none());
    var cpu = cpu();
    long start = System.nanoTime();
    var heard = pipeline.diarize(audio, SpeakerBounds.ANY, course);
    double wall = seconds(System.nanoTime() - start);
    return report(heard, loading, wall, seconds(cpu().minus(cpu).toNanos()), stages(clock, peaks));
  }

  /// The stage that is over when this one begins.
  private static Stage before(Stage stage) {
    return switch (stage) {
      case READING, SEGMENTATION, VOICES, CLUSTERING -> Stage.VOICES;
      case RECONSTRUCTION -> Stage.CLUSTERING;
      case TRANSCRIPTION, ALIGNMENT -> Stage.RECONSTRUCTION;
    };
  }

  private BenchReport report(
      Diarization heard, double loading, double wall, double cpu, List<StageFigure> stages) {
    return new BenchReport(
        models.name(),
        target.label(),
        heard.seconds(),
        loading,
        wall,
        cpu,
        heard.speakers(),
        stages);
  }

  /// What overlaps has one peak.
  private static List<StageFigure> stages(StageClock clock, Map<Stage, Long> peaks) {
    long end = PeakMemory.bytes();
    var figures = new ArrayList<StageFigure>();
    for (var stage : Stage.OF_DIARIZATION) {
      long peak =
          switch (stage) {
            case READING, SEGMENTATION, VOICES -> peaks.getOrDefault(Stage.VOICES, end);
            case CLUSTERING, RECONSTRUCTION, TRANSCRIPTION, ALIGNMENT ->
                peaks.getOrDefault(stage, end);
          };
      figures.add(
          new StageFigure(stage.name().toLowerCase(Locale.ROOT), clock.seconds(stage), peak));
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
