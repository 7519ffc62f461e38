package voxcrate.bundler.convert;

import java.nio.file.Path;
import voxcrate.bundler.convert.checkpoint.LightningCheckpoint;
import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.model.ModelDescriptor.Graph;
import voxcrate.model.ModelDescriptor.Parity;
import voxcrate.model.ModelDescriptor.SpeechModel;
import voxcrate.problem.ToolException;

/// What is done with a checkpoint of one architecture.
sealed interface CheckpointConversion
    permits SegmentationConversion, EmbeddingConversion, AlignmentConversion {
  OnnxGraph export();

  /// Runs the written `model` against the independent reference.
  ///
  /// @throws voxcrate.problem.ToolException when they differ
  Parity compare(Path model, String name);

  SpeechModel describe(Graph graph);

  static CheckpointConversion of(LightningCheckpoint checkpoint) {
    var architecture =
        checkpoint
            .architecture()
            .orElseThrow(() -> Refusal.architecture(checkpoint.file(), "it names no architecture"));
    return switch (architecture) {
      case "PyanNet" -> new SegmentationConversion(checkpoint);
      case "WeSpeakerResNet34" -> new EmbeddingConversion(checkpoint);
      case String other -> throw unknown(checkpoint.file(), other);
    };
  }

  static CheckpointConversion of(TransformersConfiguration configuration, TensorStore weights) {
    return switch (configuration.architecture()) {
      case "Wav2Vec2ForCTC" -> new AlignmentConversion(configuration, weights);
      case String other -> throw unknown(configuration.file(), other);
    };
  }

  private static ToolException unknown(String file, String architecture) {
    return Refusal.architecture(
        file, "the architecture '" + architecture.replaceAll("[^ -~]", "?") + "'");
  }
}
