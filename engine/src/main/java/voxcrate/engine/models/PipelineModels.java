package voxcrate.engine.models;

import java.nio.file.Path;
import java.util.List;
import voxcrate.model.ModelDescriptor.Diarization;
import voxcrate.model.ModelDescriptor.Embedding;
import voxcrate.model.ModelDescriptor.Segmentation;
import voxcrate.model.ModelDescriptor.SpeechModel;

/// A diarization pipeline with the two models it names.
///
/// @param folder where the pipeline's own files lie
public record PipelineModels(
    String name,
    Path folder,
    Diarization parameters,
    Part<Segmentation> segmentation,
    Part<Embedding> embedding) {
  /// @param folder where the model's graph lies
  public record Part<T extends SpeechModel>(Path folder, T model) {}

  /// What the networks' answers depend on, a line each.
  public List<String> choices() {
    return List.of(
        "segmentation " + segmentation.model().graph().digest(),
        "embedding " + embedding.model().graph().digest(),
        "step " + parameters.stepFraction(),
        "exclude overlap " + parameters.excludeOverlap());
  }
}
