package voxcrate.bundler.convert.arch;

import java.util.List;
import java.util.stream.IntStream;
import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.bundler.convert.settings.Wav2Vec2Settings;

/// The parts of a wav2vec 2.0 network with a CTC head, the names of their tensors, and how it turns
/// samples into frames.
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
    int convolutions = weights.count(EXTRACTOR + "%d.conv.weight");
    if (convolutions == 0 || convolutions != settings.strides().size()) {
      throw Refusal.architecture(
          weights.file(),
          convolutions + " convolutions where " + settings.strides().size() + " have strides");
    }
    var kernels =
        IntStream.range(0, convolutions)
            .mapToObj(i -> weights.get(EXTRACTOR + i + ".conv.weight").axis(2))
            .toList();
    return new Wav2Vec2Shape(kernels, settings.strides());
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
