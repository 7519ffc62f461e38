package voxcrate.bundler.convert.arch;

import java.util.List;
import java.util.stream.IntStream;
import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.bundler.convert.settings.WhisperSettings;
import voxcrate.bundler.convert.settings.WhisperSettings.Stack;

/// The parts of a Whisper network, the names of their tensors, and the sizes that these tell.
public final class WhisperShape {
  static final String ENCODER = "model.encoder.";
  static final String DECODER = "model.decoder.";
  static final String ENCODER_LAYERS = ENCODER + "layers.";
  static final String DECODER_LAYERS = DECODER + "layers.";
  static final String TOKENS = DECODER + "embed_tokens.weight";
  static final String HEAD = "proj_out.weight";

  /// torch's default; no configuration has it.
  static final double NORM_EPSILON = 1e-5;

  /// Every published size has heads of 64.
  private static final int USUAL_HEAD_SIZE = 64;

  private static final String FIRST_CONVOLUTION = ENCODER + "conv1.weight";

  private WhisperShape() {}

  /// Whether these are the tensors of Whisper, judged by its first layer.
  public static boolean fits(TensorStore weights) {
    return weights.find(FIRST_CONVOLUTION).isPresent();
  }

  /// What the tensors say; heads, which they do not, as in every published size.
  ///
  /// @throws voxcrate.problem.ToolException when a network of this width was never published
  public static WhisperSettings of(TensorStore weights) {
    int width = weights.get(FIRST_CONVOLUTION).axis(0);
    if (width % USUAL_HEAD_SIZE != 0) {
      throw Refusal.architecture(
          weights.file(),
          "a width of " + width + ", whose number of heads only a config.json could say");
    }
    return of(weights, width / USUAL_HEAD_SIZE, width / USUAL_HEAD_SIZE);
  }

  private static WhisperSettings of(TensorStore weights, int encoderHeads, int decoderHeads) {
    var first = weights.get(FIRST_CONVOLUTION);
    int width = first.axis(0);
    return new WhisperSettings(
        first.axis(1),
        width,
        weights.get(ENCODER + "embed_positions.weight").axis(0),
        weights.get(DECODER + "embed_positions.weight").axis(0),
        weights.get(TOKENS).axis(0),
        stack(weights, ENCODER_LAYERS, encoderHeads),
        stack(weights, DECODER_LAYERS, decoderHeads));
  }

  /// Refuses a configuration of another network. Heads are what no tensor tells.
  public static void requireSame(TensorStore weights, WhisperSettings configured) {
    var found = of(weights, configured.encoder().heads(), configured.decoder().heads());
    require(weights, "bands of the spectrogram", found.mels(), configured.mels());
    require(weights, "numbers at a position", found.width(), configured.width());
    require(weights, "positions of audio", found.audioPositions(), configured.audioPositions());
    require(weights, "positions of text", found.textPositions(), configured.textPositions());
    require(weights, "tokens", found.vocabulary(), configured.vocabulary());
    requireSame(weights, "encoder", found.encoder(), configured.encoder());
    requireSame(weights, "decoder", found.decoder(), configured.decoder());
  }

  private static void requireSame(TensorStore weights, String side, Stack found, Stack configured) {
    require(weights, "blocks in the " + side, found.layers(), configured.layers());
    require(weights, "numbers inside the " + side, found.feedForward(), configured.feedForward());
  }

  private static void require(TensorStore weights, String what, int found, int configured) {
    if (found != configured) {
      throw Refusal.architecture(
          weights.file(), found + " " + what + " where " + configured + " are configured");
    }
  }

  private static Stack stack(TensorStore weights, String layers, int heads) {
    int count = weights.count(layers + "%d.fc1.weight");
    if (count == 0) {
      throw Refusal.architecture(
          weights.file(), "the tensor '" + layers + "0.fc1.weight' is missing");
    }
    return new Stack(count, heads, weights.get(layers + "0.fc1.weight").axis(0));
  }

  /// The layers whose heads follow the words where nobody says which heads do: OpenAI's program
  /// takes the upper half.
  public static List<Integer> upperHalf(int layers) {
    return IntStream.range(layers / 2, layers).boxed().toList();
  }

  /// The attention of a layer of the decoder to the audio. Its keys and values are made with the
  /// encoder, once for a window.
  static Attention toAudio(int layer, NamedLayers layers, int heads) {
    return new Attention(DECODER_LAYERS + layer + ".encoder_attn", layers, heads, false);
  }
}
