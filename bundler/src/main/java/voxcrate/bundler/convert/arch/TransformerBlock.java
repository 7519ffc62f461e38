package voxcrate.bundler.convert.arch;

import voxcrate.bundler.convert.onnx.Value;

/// One block of a transformer encoder (Vaswani et al. 2017, figure 1, left): attention, then two
/// linear layers, each added to its input.
final class TransformerBlock {
  private final String name;
  private final NamedLayers layers;
  private final BlockForm form;

  /// @param name that the tensors' names begin with
  TransformerBlock(String name, NamedLayers layers, BlockForm form) {
    this.name = name;
    this.layers = layers;
    this.form = form;
  }

  /// @param x batch × frames × width
  Value on(Value x) {
    return form.preNorm() ? preNorm(x) : postNorm(x);
  }

  private Value postNorm(Value x) {
    var attended = norm(form.attentionNorm(), sum("attended", x, attention(x)));
    return norm(form.outputNorm(), sum("fed", attended, feedForward(attended)));
  }

  private Value preNorm(Value x) {
    var attended = sum("attended", x, attention(norm(form.attentionNorm(), x)));
    return sum("fed", attended, feedForward(norm(form.outputNorm(), attended)));
  }

  private Value attention(Value x) {
    var attention =
        new Attention(name + "." + form.attention(), layers, form.heads(), form.keyBias());
    return attention.within(x);
  }

  private Value feedForward(Value x) {
    return layers.feedForward(name + "." + form.wide(), name + "." + form.narrow(), x);
  }

  private Value norm(String norm, Value x) {
    return layers.layerNorm(name + "." + norm, x, form.normEpsilon());
  }

  private Value sum(String what, Value a, Value b) {
    return layers.operators().add(name + "." + what, a, b);
  }
}
