package voxcrate.bundler.convert.parity;

import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.settings.Wav2Vec2Settings;

/// wav2vec 2.0 with its CTC head computed a second time, slowly and in double precision, from the
/// papers' equations and the tensors as the checkpoint has them.
///
/// It shares nothing with the exporter but the settings: its own layers, its own weight
/// normalisation, its own error function.
final class ReferenceWav2Vec2 {
  private static final double TORCH_EPSILON = 1e-5;
  private static final String CONVOLUTIONS = "wav2vec2.feature_extractor.conv_layers.";
  private static final String BLOCKS = "wav2vec2.encoder.layers.";
  private static final String POSITIONS = "wav2vec2.encoder.pos_conv_embed.conv.";

  private final TensorStore weights;
  private final Wav2Vec2Settings settings;
  private final ReferenceLayers layers;

  ReferenceWav2Vec2(TensorStore weights, Wav2Vec2Settings settings) {
    this.weights = weights;
    this.settings = settings;
    this.layers = new ReferenceLayers(weights);
  }

  /// @return frames × labels
  Matrix logProbabilities(float[] waveform) {
    var x = new Matrix(1, waveform.length);
    for (int t = 0; t < waveform.length; t++) {
      x.numbers[t] = waveform[t];
    }
    x = extracted(x);
    x = norm(x, "wav2vec2.feature_projection.layer_norm");
    x = layers.affine(x, "wav2vec2.feature_projection.projection");
    x = ReferenceLayers.sum(x, positions(x));
    if (!settings.preNorm()) {
      x = norm(x, "wav2vec2.encoder.layer_norm");
    }
    for (int block = 0; block < blocks(); block++) {
      x = block(x, BLOCKS + block);
    }
    if (settings.preNorm()) {
      x = norm(x, "wav2vec2.encoder.layer_norm");
    }
    return logSoftmax(layers.affine(x, "lm_head").transposed());
  }

  /// How many the transformer has.
  int blocks() {
    return weights.count(BLOCKS + "%d.final_layer_norm.weight");
  }

  private Matrix extracted(Matrix waveform) {
    var x = waveform;
    int layer = 0;
    for (int stride : settings.strides()) {
      var name = CONVOLUTIONS + layer;
      x = layers.convolution(x, name + ".conv", stride);
      switch (settings.extractorNorm()) {
        case FIRST_OVER_TIME -> {
          if (layer == 0) {
            x = layers.channelNorm(x, name + ".layer_norm", TORCH_EPSILON);
          }
        }
        case ALL_OVER_CHANNELS -> x = layers.layerNorm(x, name + ".layer_norm", TORCH_EPSILON);
      }
      x = ReferenceLayers.gelu(x);
      layer++;
    }
    return x;
  }

  /// Output `o` sees the channels of its own group, from half a kernel before it on.
  private Matrix positions(Matrix x) {
    boolean newer = weights.find(POSITIONS + "weight_v").isEmpty();
    var direction =
        weights.get(POSITIONS + (newer ? "parametrizations.weight.original1" : "weight_v"));
    var v = direction.doubles();
    var g =
        weights
            .get(POSITIONS + (newer ? "parametrizations.weight.original0" : "weight_g"))
            .doubles();
    int taps = direction.axis(2);
    int channels = direction.axis(1);
    var gain = gains(v, g);
    var bias = weights.get(POSITIONS + "bias").doubles();
    int filtersOfGroup = x.rows / settings.positionGroups();
    var y = new Matrix(x.rows, x.columns);
    ReferenceLayers.eachRow(
        y,
        o -> {
          int firstChannel = o / filtersOfGroup * channels;
          for (int t = 0; t < x.columns; t++) {
            double total = bias[o];
            for (int k = 0; k < taps; k++) {
              int from = t + k - taps / 2;
              if (from >= 0 && from < x.columns) {
                for (int c = 0; c < channels; c++) {
                  double weight = v[(o * channels + c) * taps + k] * gain[k];
                  total += weight * x.get(firstChannel + c, from);
                }
              }
            }
            y.set(o, t, total);
          }
        });
    return ReferenceLayers.gelu(y);
  }

  /// What each tap of `v` is multiplied with to get the length `g` says.
  private static double[] gains(double[] v, double[] g) {
    var gains = new double[g.length];
    for (int k = 0; k < g.length; k++) {
      double squares = 0;
      for (int i = k; i < v.length; i += g.length) {
        squares += v[i] * v[i];
      }
      gains[k] = g[k] / Math.sqrt(squares);
    }
    return gains;
  }

  private Matrix block(Matrix x, String name) {
    if (settings.preNorm()) {
      var attended = ReferenceLayers.sum(x, attention(norm(x, name + ".layer_norm"), name));
      var fed = fed(norm(attended, name + ".final_layer_norm"), name + ".feed_forward");
      return ReferenceLayers.sum(attended, fed);
    }
    var attended = norm(ReferenceLayers.sum(x, attention(x, name)), name + ".layer_norm");
    return norm(
        ReferenceLayers.sum(attended, fed(attended, name + ".feed_forward")),
        name + ".final_layer_norm");
  }

  private Matrix attention(Matrix x, String name) {
    return new ReferenceAttention(layers, name + ".attention", settings.heads(), x, x).ofAll();
  }

  private Matrix fed(Matrix x, String name) {
    var wide = ReferenceLayers.gelu(layers.affine(x, name + ".intermediate_dense"));
    return layers.affine(wide, name + ".output_dense");
  }

  private Matrix norm(Matrix x, String name) {
    return layers.layerNorm(x, name, settings.normEpsilon());
  }

  private static Matrix logSoftmax(Matrix x) {
    for (int t = 0; t < x.rows; t++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < x.columns; c++) {
        largest = Math.max(largest, x.get(t, c));
      }
      double total = 0;
      for (int c = 0; c < x.columns; c++) {
        total += Math.exp(x.get(t, c) - largest);
      }
      for (int c = 0; c < x.columns; c++) {
        x.set(t, c, x.get(t, c) - largest - Math.log(total));
      }
    }
    return x;
  }
}
