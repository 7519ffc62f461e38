package voxcrate.bundler.convert.arch;

import java.util.List;
import java.util.stream.IntStream;
import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.bundler.convert.settings.Wav2Vec2Settings;
import voxcrate.bundler.convert.settings.Wav2Vec2Settings.ExtractorNorm;

/// The parts of a wav2vec 2.0 network with a CTC head, the names of their tensors, what these tell
/// of the network, and how it turns samples into frames.
///
/// @param kernels sizes of the feature extractor's convolutions
/// @param strides of the same
public record Wav2Vec2Shape(List<Integer> kernels, List<Integer> strides) {
  static final String EXTRACTOR = "wav2vec2.feature_extractor.conv_layers.";
  static final String PROJECTION = "wav2vec2.feature_projection.";
  static final String POSITIONS = "wav2vec2.encoder.pos_conv_embed.conv";
  static final String ENCODER_NORM = "wav2vec2.encoder.layer_norm";
  static final String BLOCKS = "wav2vec2.encoder.layers.";
  static final String HEAD = "lm_head";

  /// Of the convolutions of every published model.
  public static final List<Integer> PUBLISHED_STRIDES = List.of(5, 2, 2, 2, 2, 2, 2);

  /// torch's default, which every published model keeps.
  public static final double NORM_EPSILON = 1e-5;

  private static final List<Integer> PUBLISHED_KERNELS = List.of(10, 3, 3, 3, 3, 2, 2);

  /// Base and large have 12 and 16 heads of 64, the larger ones of XLS-R 16 of 80 and of 120.
  private static final int USUAL_HEAD_SIZE = 64;

  private static final int MOST_HEADS = 16;

  /// Parts that some relatives of the network have, and that this one lacks.
  private static final List<String> RELATIVES =
      List.of("wav2vec2.adapter.", ".adapter_layer.", ".gru_rel_pos", ".conv_module.");

  public Wav2Vec2Shape {
    kernels = List.copyOf(kernels);
    strides = List.copyOf(strides);
  }

  /// @throws voxcrate.problem.ToolException when the tensors are those of a relative, or have
  ///     another number of convolutions than `settings`
  public static Wav2Vec2Shape of(TensorStore weights, Wav2Vec2Settings settings) {
    for (var name : weights.names()) {
      if (RELATIVES.stream().anyMatch(name::contains)) {
        throw Refusal.architecture(weights.file(), "a relative of wav2vec 2.0: " + name);
      }
    }
    var kernels = kernels(weights);
    if (kernels.isEmpty() || kernels.size() != settings.strides().size()) {
      throw Refusal.architecture(
          weights.file(),
          kernels.size() + " convolutions where " + settings.strides().size() + " have strides");
    }
    return new Wav2Vec2Shape(kernels, settings.strides());
  }

  private static List<Integer> kernels(TensorStore weights) {
    return IntStream.range(0, weights.count(EXTRACTOR + "%d.conv.weight"))
        .mapToObj(i -> weights.get(EXTRACTOR + i + ".conv.weight").axis(2))
        .toList();
  }

  /// Whether these are the tensors of wav2vec 2.0, judged by its first layer.
  public static boolean fits(TensorStore weights) {
    return weights.find(EXTRACTOR + "0.conv.weight").isPresent();
  }

  /// What the tensors say, and what they do not as in every published model: strides and heads, and
  /// that the blocks normalise their inputs where the extractor normalises behind every
  /// convolution.
  ///
  /// @throws voxcrate.problem.ToolException when no published model is so
  public static Wav2Vec2Settings settings(TensorStore weights) {
    var kernels = kernels(weights);
    if (!kernels.equals(PUBLISHED_KERNELS)) {
      throw Refusal.architecture(
          weights.file(),
          "convolutions of " + kernels + " taps, whose strides only a config.json could say");
    }
    int width = weights.get(PROJECTION + "projection.weight").axis(0);
    boolean everywhere = weights.find(EXTRACTOR + "1.layer_norm.weight").isPresent();
    return new Wav2Vec2Settings(
        PUBLISHED_STRIDES,
        everywhere ? ExtractorNorm.ALL_OVER_CHANNELS : ExtractorNorm.FIRST_OVER_TIME,
        heads(weights, width),
        Math.max(1, width / PositionalConvolution.direction(weights).axis(1)),
        everywhere,
        NORM_EPSILON);
  }

  private static int heads(TensorStore weights, int width) {
    int heads = Math.clamp(width / USUAL_HEAD_SIZE, 1, MOST_HEADS);
    if (width % USUAL_HEAD_SIZE != 0 || width % heads != 0) {
      throw Refusal.architecture(
          weights.file(),
          "a width of " + width + ", whose number of heads only a config.json could say");
    }
    return heads;
  }

  /// Number of transformer blocks.
  public static int blocks(TensorStore weights) {
    return weights.count(BLOCKS + "%d.attention.q_proj.weight");
  }

  /// Number of labels that the head tells apart.
  public static int labels(TensorStore weights) {
    return weights.get(HEAD + ".weight").axis(0);
  }

  /// From one frame to the next.
  public long frameStepSamples() {
    return strides.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /// How many samples one frame of the extractor sees: each convolution widens what the one before
  /// it saw.
  public long frameFieldSamples() {
    long field = 1;
    long step = 1;
    for (int layer = 0; layer < kernels.size(); layer++) {
      field += (kernels.get(layer) - 1) * step;
      step *= strides.get(layer);
    }
    return field;
  }
}
