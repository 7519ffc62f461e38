package voxcrate.engine.words;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import voxcrate.engine.alignment.AlignmentModel;
import voxcrate.engine.alignment.ForcedAligner;
import voxcrate.engine.models.InstalledModel;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.onnx.ModelProblem;
import voxcrate.model.ModelDescriptor.Alignment;

/// The alignment models of the languages that are spoken, loaded when they are first needed. Owns
/// them.
public final class Aligners implements AutoCloseable {
  private final Function<String, Optional<InstalledModel>> installed;
  private final int sampleRate;
  private final ExecutionTarget target;
  private final Map<String, Open> open = new HashMap<>();

  private record Open(AlignmentModel model, ForcedAligner aligner) {}

  /// @param installed the model for a language, such as `en`
  /// @param sampleRate of what will be aligned
  public Aligners(
      Function<String, Optional<InstalledModel>> installed,
      int sampleRate,
      ExecutionTarget target) {
    this.installed = installed;
    this.sampleRate = sampleRate;
    this.target = target;
  }

  /// @throws voxcrate.problem.ToolException when the model is altered or unusable
  Optional<ForcedAligner> of(String language) {
    return installed.apply(language).map(this::opened).map(Open::aligner);
  }

  private Open opened(InstalledModel installed) {
    return open.computeIfAbsent(
        installed.name(),
        _ -> {
          var model = load(installed);
          return new Open(model, new ForcedAligner(model));
        });
  }

  private AlignmentModel load(InstalledModel model) {
    if (!(model.descriptor().speech() instanceof Alignment alignment)) {
      throw ModelProblem.unusable(model.folder(), "a model for " + model.kind());
    }
    if (!alignment.namesLabels()) {
      throw ModelProblem.unusable(
          model.folder(),
          "none of its labels has a name, so no text can be spelled with them: it was converted"
              + " without its vocab.json");
    }
    if (alignment.sampleRate() != sampleRate) {
      throw ModelProblem.unusable(
          model.folder(),
          "it hears " + alignment.sampleRate() + " Hz, the transcription model " + sampleRate);
    }
    return AlignmentModel.open(model.folder(), alignment, target);
  }

  @Override
  public void close() {
    open.values().forEach(aligner -> aligner.model().close());
  }
}
