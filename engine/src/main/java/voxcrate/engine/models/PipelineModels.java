package voxcrate.engine.models;

import java.nio.file.Path;
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
}
