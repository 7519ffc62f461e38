package voxcrate.bundler.convert.checkpoint;

import voxcrate.bundler.convert.checkpoint.PickleValue.Mapping;
import voxcrate.bundler.convert.checkpoint.PickleValue.Whole;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.bundler.convert.settings.WhisperSettings;
import voxcrate.bundler.convert.settings.WhisperSettings.Stack;

/// The sizes that a checkpoint of OpenAI's states of its network.
///
/// @param positions of the encoder's output, two mel frames each
/// @param width of every position and token, the same on both sides
/// @param textPositions longest sequence of tokens
record WhisperDimensions(
    int mels,
    int positions,
    int width,
    int encoderHeads,
    int encoderLayers,
    int vocabulary,
    int textPositions,
    int decoderHeads,
    int decoderLayers) {
  /// More than any network of this kind has of anything.
  private static final int MAX = 1 << 20;

  /// @param file as the operator knows it
  static WhisperDimensions of(Mapping dims, String file) {
    int width = count(dims, "n_audio_state", file);
    int textWidth = count(dims, "n_text_state", file);
    if (textWidth != width) {
      throw Refusal.architecture(
          file, "a decoder of width " + textWidth + " on an encoder of width " + width);
    }
    return new WhisperDimensions(
        count(dims, "n_mels", file),
        count(dims, "n_audio_ctx", file),
        width,
        heads(dims, "n_audio_head", width, file),
        count(dims, "n_audio_layer", file),
        count(dims, "n_vocab", file),
        count(dims, "n_text_ctx", file),
        heads(dims, "n_text_head", width, file),
        count(dims, "n_text_layer", file));
  }

  private static int heads(Mapping dims, String member, int width, String file) {
    int heads = count(dims, member, file);
    if (width % heads != 0) {
      throw Refusal.architecture(file, member + " is " + heads + " at a width of " + width);
    }
    return heads;
  }

  private static int count(Mapping dims, String member, String file) {
    var value =
        dims.find(member)
            .orElseThrow(
                () -> Refusal.architecture(file, "its dims do not say what " + member + " is"));
    if (value instanceof Whole(long count) && count >= 1 && count <= MAX) {
      return (int) count;
    }
    throw Refusal.architecture(
        file, member + (value instanceof Whole(long count) ? " is " + count : " is no count"));
  }

  /// @throws voxcrate.problem.ToolException when the tensors have other sizes
  WhisperSettings settings(TensorStore weights) {
    check(weights);
    return new WhisperSettings(
        mels,
        width,
        positions,
        textPositions,
        vocabulary,
        stack(weights, "encoder", encoderLayers, encoderHeads),
        stack(weights, "decoder", decoderLayers, decoderHeads));
  }

  private static Stack stack(TensorStore weights, String side, int layers, int heads) {
    int found = weights.count("model." + side + ".layers.%d.fc1.weight");
    if (found != layers) {
      throw Refusal.architecture(
          weights.file(), found + " layers of the " + side + " where its dims say " + layers);
    }
    return new Stack(layers, heads, weights.get("model." + side + ".layers.0.fc1.weight").axis(0));
  }

  /// Holds the tensors that give each size its meaning against the sizes.
  private void check(TensorStore weights) {
    weights.get("model.encoder.conv1.weight", width, mels, 3);
    weights.get("model.encoder.embed_positions.weight", positions, width);
    weights.get("model.decoder.embed_tokens.weight", vocabulary, width);
    weights.get("model.decoder.embed_positions.weight", textPositions, width);
  }
}
