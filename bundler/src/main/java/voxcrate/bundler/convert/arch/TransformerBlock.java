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

  /// With the norms behind the sums.
  ///
  /// @param x batch × frames × width
  Value postNorm(Value x) {
    var attended = normed(form.attentionNorm(), sum("attended", x, attention(x))).normal();
    return normed(form.outputNorm(), sum("fed", attended, feedForward(attended))).normal();
  }

  /// With the norms before attention and linear layers.
  ///
  /// @param x batch × frames × width
  Residual preNorm(Residual x) {
    var in = normed(form.attentionNorm(), x);
    var attended = normed(form.outputNorm(), sum("attended", in.sum(), attention(in.normal())));
    return sum("fed", attended.sum(), feedForward(attended.normal()));
  }

  private Value attention(Value x) {
    var attention =
        new Attention(name + "." + form.attention(), layers, form.heads(), form.keyBias());
    return attention.within(x);
  }

  private Value feedForward(Value x) {
    return layers.feedForward(name + "." + form.wide(), name + "." + form.narrow(), x);
  }

  private NamedLayers.Normed normed(String norm, Residual x) {
    return layers.normed(name + "." + norm, x, form.normEpsilon());
  }

  private Residual sum(String what, Value x, Value added) {
    return new Residual(name + "." + what, x, added);
  }
}
