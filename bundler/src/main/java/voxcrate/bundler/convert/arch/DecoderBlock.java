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
  /// @param present the past and the new tokens
  /// @param audioFit how well each token fits each position of the audio, batch × heads × new ×
  ///     positions, before the soft-max
  record Result(Value x, Memory present, Value audioFit) {}

  DecoderBlock(int layer, NamedLayers layers, int heads) {
    this.layer = layer;
    this.name = WhisperShape.DECODER_LAYERS + layer;
    this.layers = layers;
    this.operators = layers.operators();
    this.toText = new Attention(name + ".self_attn", layers, heads, false);
    this.toAudio = WhisperShape.toAudio(layer, layers, heads);
  }

  /// @param x batch × new × width
  /// @param mask new × (past and new): 0 where a token may look, -∞ where it may not
  Result on(Value x, Memory past, Memory audio, Value mask) {
    var token = norm("self_attn_layer_norm", x);
    var present = grown(past, token);
    var textFit = toText.fit(toText.queries(token), present.keys());
    var earlier = operators.add(name + ".masked", textFit, mask);
    var told = sum("told", x, toText.mix(earlier, present.values()));

    var audioFit =
        toAudio.fit(toAudio.queries(norm("encoder_attn_layer_norm", told)), audio.keys());
    var heard = sum("heard", told, toAudio.mix(audioFit, audio.values()));

    var fed = layers.feedForward(name + ".fc1", name + ".fc2", norm("final_layer_norm", heard));
    return new Result(sum("fed", heard, fed), present, audioFit);
  }

  private Memory grown(Memory past, Value token) {
    var keys = toText.keys(name + ".self_attn.keys", token);
    var values = toText.values(name + ".self_attn.values", token);
    return new Memory(
        operators.concat("present_key." + layer, 2, past.keys(), keys),
        operators.concat("present_value." + layer, 2, past.values(), values));
  }

  private Value norm(String norm, Value x) {
    return layers.layerNorm(name + "." + norm, x, WhisperShape.NORM_EPSILON);
  }

  private Value sum(String what, Value a, Value b) {
    return operators.add(name + "." + what, a, b);
  }
}
