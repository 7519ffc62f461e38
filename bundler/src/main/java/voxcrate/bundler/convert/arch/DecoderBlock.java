package voxcrate.bundler.convert.arch;

import voxcrate.bundler.convert.onnx.Operators;
import voxcrate.bundler.convert.onnx.Value;

/// One block of Whisper's decoder (Vaswani et al. 2017, figure 1, right, with the norms first):
/// each token looks at the tokens up to itself, then at the audio, then come two linear layers;
/// each of the three is added to its input.
final class DecoderBlock {
  private final int layer;
  private final String name;
  private final NamedLayers layers;
  private final Operators operators;
  private final Attention toText;
  private final Attention toAudio;

  /// What an attention looks at: batch × heads × places × d.
  record Memory(Value keys, Value values) {}

  /// @param x as the next block takes it
  /// @param present the past with the new tokens in it
  /// @param audioFit how well each token fits each position of the audio, batch × heads × new ×
  ///     positions, before the soft-max
  record Result(Residual x, Memory present, Value audioFit) {}

  /// What the new tokens are told about their place among all of them.
  ///
  /// @param mask batch × 1 × new × room: 0 where a token may look, -∞ where it may not
  /// @param from where in the past the first of them comes, batch
  record Order(Value mask, Value from) {}

  DecoderBlock(int layer, NamedLayers layers, int heads) {
    this.layer = layer;
    this.name = WhisperShape.DECODER_LAYERS + layer;
    this.layers = layers;
    this.operators = layers.operators();
    this.toText = new Attention(name + ".self_attn", layers, heads, false);
    this.toAudio = WhisperShape.toAudio(layer, layers, heads);
  }

  /// @param x batch × new × width
  /// @param past with room for the new tokens
  Result on(Residual x, Memory past, Memory audio, Order order) {
    var token = normed("self_attn_layer_norm", x);
    var present = written(past, token.normal(), order.from());
    var textFit = toText.fit(toText.queries(token.normal()), layers.taken(present.keys()));
    var seen = operators.add(name + ".masked", textFit, order.mask());
    var told = sum("told", token.sum(), toText.mix(seen, layers.taken(present.values())));

    var asking = normed("encoder_attn_layer_norm", told);
    var audioFit = toAudio.fit(toAudio.queries(asking.normal()), layers.taken(audio.keys()));
    var heard = sum("heard", asking.sum(), toAudio.mix(audioFit, layers.taken(audio.values())));

    var last = normed("final_layer_norm", heard);
    var fed = layers.feedForward(name + ".fc1", name + ".fc2", last.normal());
    return new Result(sum("fed", last.sum(), fed), present, audioFit);
  }

  private Memory written(Memory past, Value token, Value from) {
    var keys = toText.keys(name + ".self_attn.keys", token);
    var values = toText.values(name + ".self_attn.values", token);
    return new Memory(
        operators.overwrite("present_key." + layer, past.keys(), layers.kept(keys), from),
        operators.overwrite("present_value." + layer, past.values(), layers.kept(values), from));
  }

  private NamedLayers.Normed normed(String norm, Residual x) {
    return layers.normed(name + "." + norm, x, WhisperShape.NORM_EPSILON);
  }

  private Residual sum(String what, Value x, Value added) {
    return new Residual(name + "." + what, x, added);
  }
}
