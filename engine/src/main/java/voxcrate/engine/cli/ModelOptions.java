package voxcrate.engine.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import voxcrate.cli.Console;
import voxcrate.engine.diarization.DiarizationPipeline;
import voxcrate.engine.models.ModelCatalog;
import voxcrate.engine.models.PipelineModels;
import voxcrate.engine.onnx.ExecutionTarget;

/// Which models run, and where.
final class ModelOptions {
  @Option(
      names = {"--models", "--model_dir"},
      paramLabel = "DIR",
      description = "Folder of converted models (default: those of this installation).")
  @Nullable Path folder;

  @Option(
      names = "--pipeline",
      paramLabel = "ORG/NAME",
      description = "Which pipeline, where several are installed.")
  @Nullable String pipeline;

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|cuda[:N[,N...]]",
      defaultValue = "auto",
      converter = DeviceConverter.class,
      description =
          "Where models run; auto takes the first card that computes, else the CPU (default:"
              + " auto). Of several cards each takes the next recording.")
  Device device = new Device.Auto();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "CPU threads (default: all processors).")
  @Nullable Integer threads;

  private @Nullable Placement placement;

  /// The pipeline to use, and its two models.
  PipelineModels pipeline(ModelCatalog catalog) {
    return catalog.pipeline(Optional.ofNullable(pipeline));
  }

  /// Whether one was named.
  boolean namesPipeline() {
    return pipeline != null;
  }

  DiarizationPipeline open(PipelineModels models, ExecutionTarget target, Console console) {
    return DiarizationPipeline.open(models, target, console.progress());
  }

  ModelCatalog catalog() {
    return switch (target()) {
      case ExecutionTarget.Cpu _ -> ModelCatalog.in(folder());
      case ExecutionTarget.Cuda _ -> ModelCatalog.forCards(folder());
    };
  }

  /// Says where models run, where that is not what everybody expects.
  void tellPlace(Console console) {
    placement().reason().ifPresent(reason -> console.say("note: " + reason));
  }

  /// Where the models lie.
  Path folder() {
    return folder == null ? Release.models() : folder;
  }

  /// The first of [#targets]: what all of them are like.
  ExecutionTarget target() {
    return targets().getFirst();
  }

  /// The processor, a card, or several.
  List<ExecutionTarget> targets() {
    return placement().targets();
  }

  /// As many of them as have something to do.
  ///
  /// @param recordings that each is heard by one
  List<ExecutionTarget> targetsFor(int recordings) {
    return targets().subList(0, Math.min(targets().size(), recordings));
  }

  /// Found once: a card is looked for, and computes a sum to show that it can.
  private Placement placement() {
    if (placement == null) {
      placement =
          Placement.of(
              device, threads == null ? Runtime.getRuntime().availableProcessors() : threads);
    }
    return placement;
  }
}
