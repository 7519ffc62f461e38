package voxcrate.engine.models;

import java.nio.file.Path;
import voxcrate.model.ModelDescriptor;
import voxcrate.model.ModelDescriptor.Alignment;
import voxcrate.model.ModelDescriptor.Diarization;
import voxcrate.model.ModelDescriptor.Embedding;
import voxcrate.model.ModelDescriptor.Segmentation;
import voxcrate.model.ModelDescriptor.Transcription;
import voxcrate.model.ModelDescriptor.VoiceActivity;

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
      case Transcription _ -> "transcription";
      case VoiceActivity _ -> "voice activity";
      case Diarization _ -> "diarization";
    };
  }
}
