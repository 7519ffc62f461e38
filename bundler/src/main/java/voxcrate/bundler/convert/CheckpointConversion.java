package voxcrate.bundler.convert;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import voxcrate.bundler.convert.arch.Wav2Vec2Shape;
import voxcrate.bundler.convert.arch.WhisperShape;
import voxcrate.bundler.convert.checkpoint.LightningCheckpoint;
import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.model.ModelDescriptor.Parity;
import voxcrate.model.ModelDescriptor.SpeechModel;
import voxcrate.model.Precision;
import voxcrate.problem.ToolException;

/// What is done with a checkpoint of one architecture.
sealed interface CheckpointConversion
    permits SegmentationConversion,
        EmbeddingConversion,
        AlignmentConversion,
        TranscriptionConversion,
        VoiceActivityConversion {
  /// Ends the names of the files with weights that were made for a graph.
  String DATA = ".data";

  /// What the graphs will compute in when `wanted` is asked for: some networks do not bear it.
  default Precision suited(Precision wanted) {
    return wanted;
  }

  /// The graphs, by the names of their files.
  SequencedMap<String, OnnxGraph> export(Precision precision);

  /// Runs what was written into the folder `converted` against the independent reference.
  ///
  /// @throws voxcrate.problem.ToolException when they differ
  Parity compare(Path converted, Precision precision, String name);

  /// Files that would have said more of the model, and are not there.
  default List<String> missing() {
    return List.of();
  }

  SpeechModel describe(ConvertedFiles files);

  /// Graphs of a model that may be large: what they hold themselves lies in files beside them.
  static SequencedMap<String, OnnxGraph> large(SequencedMap<String, OnnxGraph> graphs) {
    graphs.forEach((name, graph) -> graph.keepBeside(name + DATA));
    return graphs;
  }

  /// A model of one graph.
  static SequencedMap<String, OnnxGraph> alone(OnnxGraph graph) {
    var graphs = new LinkedHashMap<String, OnnxGraph>();
    graphs.put(Converter.MODEL, graph);
    return graphs;
  }

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

  /// As the configuration in `folder` says; where there is none, what the tensors are is told from
  /// their names, and what they do not tell is as in the published models.
  static CheckpointConversion of(SourceFolder folder, TensorStore weights) {
    return TransformersConfiguration.find(folder)
        .map(configuration -> of(configuration, weights))
        .orElseGet(() -> unconfigured(folder, weights));
  }

  static CheckpointConversion of(TransformersConfiguration configuration, TensorStore weights) {
    return switch (configuration.architecture()) {
      case "Wav2Vec2ForCTC" -> AlignmentConversion.of(configuration, weights);
      case "WhisperForConditionalGeneration" -> TranscriptionConversion.of(configuration, weights);
      case String other -> throw unknown(configuration.file(), other);
    };
  }

  private static CheckpointConversion unconfigured(SourceFolder folder, TensorStore weights) {
    if (WhisperShape.fits(weights)) {
      return TranscriptionConversion.of(folder, weights, WhisperShape.of(weights));
    }
    if (Wav2Vec2Shape.fits(weights)) {
      return AlignmentConversion.of(folder, weights);
    }
    throw Refusal.architecture(
        weights.file(),
        "neither a config.json beside it nor the names of its tensors say what it is");
  }

  private static ToolException unknown(String file, String architecture) {
    return Refusal.architecture(file, "the architecture '" + architecture + "'");
  }
}
