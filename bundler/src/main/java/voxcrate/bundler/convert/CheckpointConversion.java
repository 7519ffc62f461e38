package voxcrate.bundler.convert;

import java.nio.file.Path;
import voxcrate.bundler.convert.checkpoint.LightningCheckpoint;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.model.ModelDescriptor.Graph;
import voxcrate.model.ModelDescriptor.Parity;
import voxcrate.model.ModelDescriptor.SpeechModel;

/// What is done with a checkpoint of one architecture.
sealed interface CheckpointConversion permits SegmentationConversion, EmbeddingConversion {
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
      case String other ->
          throw Refusal.architecture(
              checkpoint.file(), "the architecture '" + other.replaceAll("[^ -~]", "?") + "'");
    };
  }
}
