package voxcrate.bundler.convert.arch;

import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.onnx.Axis;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.onnx.Operators;
import voxcrate.bundler.convert.onnx.Operators.Sliding;
import voxcrate.bundler.convert.onnx.Steps;
import voxcrate.bundler.convert.onnx.Value;
import voxcrate.bundler.convert.settings.WhisperSettings;
import voxcrate.model.Precision;

/// Whisper's encoder (Radford et al. 2022, figure 1, left): two convolutions halve the columns of a
/// spectrogram to positions, sinusoids tell where each lies, a transformer looks at all of them.
/// And what follows once for a window: the keys and values that each layer of the decoder looks at.
public final class WhisperEncoderExporter {
  private final TensorStore weights;
  private final WhisperSettings settings;
  private final NamedLayers layers;
  private final OnnxGraph graph;
  private final Operators operators;

  public WhisperEncoderExporter(
      TensorStore weights, WhisperSettings settings, Precision precision, Steps steps) {
    this.weights = weights;
    this.settings = settings;
    this.layers = new NamedLayers("WhisperEncoder", weights, precision, steps);
    this.graph = layers.graph();
    this.operators = layers.operators();
  }

  /// Input `mel`, batch × bins × columns; outputs `cross_key.N` and `cross_value.N` for each layer
  /// N of the decoder, batch × heads × positions × d.
  public OnnxGraph export() {
    var mel =
        graph.input("mel", Axis.named("batch"), Axis.of(settings.mels()), Axis.named("columns"));
    var columns = convolved("conv1", layers.taken(mel), 1);
    var halved = convolved("conv2", columns, 2); // batch × width × positions
    var sequence = operators.transpose("sequence", halved, 0, 2, 1);
    var placed = new Residual("placed", sequence, positions(sequence));
    var heard = encoded(placed); // batch × positions × width
    for (int layer = 0; layer < settings.decoder().layers(); layer++) {
      var attention = WhisperShape.toAudio(layer, layers, settings.decoder().heads());
      var key = "cross_key." + layer;
      var value = "cross_value." + layer;
      graph.output(layers.given(key, attention.keys(layers.inside(key), heard)));
      graph.output(layers.given(value, attention.values(layers.inside(value), heard)));
    }
    return graph;
  }

  private Value convolved(String name, Value x, int stride) {
    var full = WhisperShape.ENCODER + name;
    weights.get(full + ".bias", settings.width());
    return layers.gelu(full + ".gelu", layers.convolution(full, x, new Sliding(stride, 1)));
  }

  /// As many as the sequence has.
  private Value positions(Value sequence) {
    var name = WhisperShape.ENCODER + "embed_positions";
    var all = layers.constants().of(name + ".weight", settings.audioPositions(), settings.width());
    var count = operators.size(name + ".count", sequence, 1);
    return operators.slice(name, all, operators.integers(name + ".first", 0), count);
  }

  private Value encoded(Residual placed) {
    var x = placed;
    for (int block = 0; block < settings.encoder().layers(); block++) {
      var form = BlockForm.ofWhisper(settings.encoder().heads());
      x = new TransformerBlock(WhisperShape.ENCODER_LAYERS + block, layers, form).preNorm(x);
    }
    var norm = WhisperShape.ENCODER + "layer_norm";
    return layers.normed(norm, x, WhisperShape.NORM_EPSILON).normal();
  }
}
