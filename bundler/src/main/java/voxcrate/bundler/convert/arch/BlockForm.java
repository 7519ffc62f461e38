package voxcrate.bundler.convert.arch;

import voxcrate.bundler.convert.settings.Wav2Vec2Settings;

/// What the encoders of different networks call the parts of their blocks, and where they
/// normalise.
///
/// @param wide first linear layer behind the attention
/// @param narrow second one
/// @param heads of the attention
/// @param preNorm whether each half of a block normalises its input or its sum with the input
record BlockForm(
    String attention,
    boolean keyBias,
    String attentionNorm,
    String wide,
    String narrow,
    String outputNorm,
    int heads,
    boolean preNorm,
    double normEpsilon) {
  static BlockForm of(Wav2Vec2Settings settings) {
    return new BlockForm(
        "attention",
        true,
        "layer_norm",
        "feed_forward.intermediate_dense",
        "feed_forward.output_dense",
        "final_layer_norm",
        settings.heads(),
        settings.preNorm(),
        settings.normEpsilon());
  }

  static BlockForm ofWhisper(int heads) {
    return new BlockForm(
        "self_attn",
        false,
        "self_attn_layer_norm",
        "fc1",
        "fc2",
        "final_layer_norm",
        heads,
        true,
        WhisperShape.NORM_EPSILON);
  }
}
