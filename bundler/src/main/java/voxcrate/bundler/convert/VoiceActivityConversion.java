package voxcrate.bundler.convert;

import java.nio.file.Path;
import java.util.SequencedMap;
import voxcrate.bundler.convert.arch.VoiceActivityExporter;
import voxcrate.bundler.convert.arch.VoiceActivityShape;
import voxcrate.bundler.convert.checkpoint.VoiceActivityWeights;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.parity.VoiceActivityParity;
import voxcrate.model.ModelDescriptor.Parity;
import voxcrate.model.ModelDescriptor.VoiceActivity;
import voxcrate.model.Precision;

/// Silero's voice activity network.
final class VoiceActivityConversion implements CheckpointConversion {
  private final VoiceActivityWeights weights;

  VoiceActivityConversion(VoiceActivityWeights weights) {
    this.weights = weights;
  }

  /// It is small and fast as it is.
  @Override
  public Precision suited(Precision wanted) {
    return Precision.F32;
  }

  @Override
  public SequencedMap<String, OnnxGraph> export(Precision precision) {
    return CheckpointConversion.alone(new VoiceActivityExporter(weights).export());
  }

  @Override
  public Parity compare(Path converted, Precision precision, String name) {
    var shape = VoiceActivityShape.of(weights);
    return new VoiceActivityParity(
            weights, shape.sampleRate(), shape.windowSamples(), shape.contextSamples())
        .check(converted.resolve(Converter.MODEL), name);
  }

  @Override
  public VoiceActivity describe(ConvertedFiles files) {
    var shape = VoiceActivityShape.of(weights);
    return new VoiceActivity(
        files.graph(Converter.MODEL),
        shape.sampleRate(),
        shape.windowSamples(),
        shape.contextSamples(),
        weights.memory().size());
  }
}
