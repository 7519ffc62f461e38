package voxcrate.engine.models;

import java.nio.file.Path;
import java.util.Optional;
import voxcrate.model.ModelDescriptor;
import voxcrate.model.ModelDescriptor.Alignment;
import voxcrate.model.ModelDescriptor.Diarization;
import voxcrate.model.ModelDescriptor.Embedding;
import voxcrate.model.ModelDescriptor.Graph;
import voxcrate.model.ModelDescriptor.Segmentation;

/// A converted model on this machine.
///
/// @param folder where its `model.json` lies
public record InstalledModel(Path folder, ModelDescriptor descriptor) {
  public String name() {
    return descriptor.name();
  }

  /// One word for people: what the model does.
  public String kind() {
    return switch (descriptor.speech()) {
      case Segmentation _ -> "segmentation";
      case Embedding _ -> "embedding";
      case Alignment _ -> "alignment";
      case Diarization _ -> "diarization";
    };
  }

  /// The ONNX graph; a pipeline has none.
  public Optional<Graph> graph() {
    return switch (descriptor.speech()) {
      case Segmentation model -> Optional.of(model.graph());
      case Embedding model -> Optional.of(model.graph());
      case Alignment model -> Optional.of(model.graph());
      case Diarization _ -> Optional.empty();
    };
  }
}
