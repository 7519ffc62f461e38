package voxcrate.bundler.convert.arch;

import voxcrate.bundler.convert.onnx.Operators;
import voxcrate.bundler.convert.onnx.Value;
import voxcrate.bundler.convert.settings.Wav2Vec2Settings;

/// One block of a transformer encoder (Vaswani et al. 2017, figure 1, left): attention, then two
/// linear layers, each added to its input.
final class TransformerBlock {
  private final String name;
  private final NamedLayers layers;
  private final Operators operators;
  private final Wav2Vec2Settings settings;

  /// @param name that the tensors' names begin with
  TransformerBlock(String name, NamedLayers layers, Wav2Vec2Settings settings) {
    this.name = name;
    this.layers = layers;
    this.operators = layers.operators();
    this.settings = settings;
  }

  /// @param x batch × frames × width
  Value on(Value x) {
    return settings.preNorm() ? preNorm(x) : postNorm(x);
  }

  private Value postNorm(Value x) {
    var attended = norm("layer_norm", sum("attended", x, attention(x)));
    return norm("final_layer_norm", sum("fed", attended, feedForward(attended)));
  }

  private Value preNorm(Value x) {
    var attended = sum("attended", x, attention(norm("layer_norm", x)));
    return sum("fed", attended, feedForward(norm("final_layer_norm", attended)));
  }

  /// Each head weighs all frames by how well their keys fit its query:
  /// `softmax(q · kᵀ / √d) · v`.
  private Value attention(Value x) {
    var queries = split("q_proj", x, 0, 2, 1, 3); // batch × heads × frames × d
    var keys = split("k_proj", x, 0, 2, 3, 1); // batch × heads × d × frames
    var values = split("v_proj", x, 0, 2, 1, 3);
    var at = name + ".attention.";
    float root = (float) Math.sqrt((double) queries.size(3));
    var fit = operators.multiplyMatrices(at + "fit", queries, keys);
    var shares = operators.softmax(at + "shares", operators.divide(at + "scaled", fit, root));
    var mixed = operators.multiplyMatrices(at + "mixed", shares, values);
    var framesFirst = operators.transpose(at + "frames_first", mixed, 0, 2, 1, 3);
    return layers.linear(at + "out_proj", operators.joinAxes(at + "joined", framesFirst, 2));
  }

  private Value split(String projection, Value x, int... order) {
    var full = name + ".attention." + projection;
    var heads = operators.splitLast(full + ".heads", layers.linear(full, x), settings.heads());
    return operators.transpose(full + ".ordered", heads, order);
  }

  private Value feedForward(Value x) {
    var at = name + ".feed_forward.";
    var wide = layers.gelu(at + "gelu", layers.linear(at + "intermediate_dense", x));
    return layers.linear(at + "output_dense", wide);
  }

  private Value norm(String norm, Value x) {
    return layers.layerNorm(name + "." + norm, x, settings.normEpsilon());
  }

  private Value sum(String what, Value a, Value b) {
    return operators.add(name + "." + what, a, b);
  }
}
