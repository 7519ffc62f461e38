package voxcrate.bundler.convert.parity;

import voxcrate.bundler.convert.checkpoint.TensorStore;

/// PyanNet computed a second time, slowly and in double precision, from the equations and the
/// tensors as the checkpoint has them.
///
/// It shares nothing with the exporter: its own filters, its own loops, torch's order of gates. A
/// mistake would have to be made twice to go unnoticed.
final class ReferencePyanNet {
  private static final double EPSILON = 1e-5;
  private static final double SLOPE = 0.01;
  private static final int POOL = 3;

  private final TensorStore weights;
  private final int sampleRate;
  private final int stride;
  private final ReferenceLayers layers;

  ReferencePyanNet(TensorStore weights, int sampleRate, int stride) {
    this.weights = weights;
    this.sampleRate = sampleRate;
    this.stride = stride;
    this.layers = new ReferenceLayers(weights);
  }

  /// @return frames × classes
  Matrix logProbabilities(float[] waveform) {
    var x = new Matrix(1, waveform.length);
    for (int t = 0; t < waveform.length; t++) {
      x.numbers[t] = waveform[t];
    }
    x = normalised(x, "sincnet.wav_norm1d");
    x = absolute(slide(x, sincBank(), null, stride));
    x = leaky(normalised(pooled(x), "sincnet.norm1d.0"));
    for (int layer = 1; layer <= 2; layer++) {
      x = convolved(x, "sincnet.conv1d." + layer);
      x = leaky(normalised(pooled(x), "sincnet.norm1d." + layer));
    }
    var frames = x.transposed();
    for (int layer = 0; weights.find("lstm.weight_ih_l" + layer).isPresent(); layer++) {
      frames = new ReferenceLstm(weights, layer).run(frames);
    }
    for (int layer = 0; weights.find("linear." + layer + ".weight").isPresent(); layer++) {
      frames = leaky(affine(frames, "linear." + layer));
    }
    return logSoftmax(affine(frames, "classifier"));
  }

  /// One filter after the other, tap by tap, from Ravanelli and Bengio's definition: the difference
  /// of two low-pass filters, windowed, and scaled so that the middle of the even filter is 1.
  private double[][][] sincBank() {
    var edges = weights.get("sincnet.conv1d.0.filterbank.low_hz_").doubles();
    var widths = weights.get("sincnet.conv1d.0.filterbank.band_hz_").doubles();
    var window = weights.get("sincnet.conv1d.0.filterbank.window_").doubles();
    var angle = weights.get("sincnet.conv1d.0.filterbank.n_").doubles();
    int middle = window.length;
    var bank = new double[2 * edges.length][1][2 * middle + 1];
    for (int f = 0; f < edges.length; f++) {
      double low = Math.abs(edges[f]) + 50.0;
      double high = Math.max(50.0, Math.min(sampleRate / 2.0, low + 50.0 + Math.abs(widths[f])));
      double area = 2 * (high - low);
      var even = bank[f][0];
      var odd = bank[f + edges.length][0];
      even[middle] = 1.0;
      for (int distance = 1; distance <= middle; distance++) {
        int stored = middle - distance; // the checkpoint holds the left half, farthest first
        double theta = angle[stored];
        double shape = window[stored] / (0.5 * theta * area);
        even[middle - distance] = (Math.sin(high * theta) - Math.sin(low * theta)) * shape;
        even[middle + distance] = even[middle - distance];
        odd[middle - distance] = (Math.cos(low * theta) - Math.cos(high * theta)) * shape;
        odd[middle + distance] = -odd[middle - distance];
      }
    }
    return bank;
  }

  private Matrix convolved(Matrix x, String name) {
    var kernel = weights.get(name + ".weight");
    var flat = kernel.doubles();
    int channels = kernel.axis(1);
    int size = kernel.axis(2);
    var filters = new double[kernel.axis(0)][channels][size];
    for (int i = 0; i < flat.length; i++) {
      filters[i / (channels * size)][i / size % channels][i % size] = flat[i];
    }
    return slide(x, filters, weights.get(name + ".bias").doubles(), 1);
  }

  private static Matrix slide(
      Matrix x, double[][][] filters, double @org.jspecify.annotations.Nullable [] bias, int by) {
    int size = filters[0][0].length;
    var y = new Matrix(filters.length, (x.columns - size) / by + 1);
    for (int f = 0; f < filters.length; f++) {
      for (int t = 0; t < y.columns; t++) {
        double sum = bias == null ? 0 : bias[f];
        for (int c = 0; c < x.rows; c++) {
          for (int k = 0; k < size; k++) {
            sum += filters[f][c][k] * x.get(c, t * by + k);
          }
        }
        y.set(f, t, sum);
      }
    }
    return y;
  }

  private static Matrix pooled(Matrix x) {
    var y = new Matrix(x.rows, (x.columns - POOL) / POOL + 1);
    for (int c = 0; c < y.rows; c++) {
      for (int t = 0; t < y.columns; t++) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < POOL; k++) {
          largest = Math.max(largest, x.get(c, POOL * t + k));
        }
        y.set(c, t, largest);
      }
    }
    return y;
  }

  private Matrix normalised(Matrix x, String name) {
    return layers.channelNorm(x, name, EPSILON);
  }

  private Matrix affine(Matrix x, String name) {
    var matrix = weights.get(name + ".weight");
    var w = matrix.doubles();
    var b = weights.get(name + ".bias").doubles();
    var y = new Matrix(x.rows, matrix.axis(0));
    for (int t = 0; t < x.rows; t++) {
      for (int o = 0; o < y.columns; o++) {
        double sum = b[o];
        for (int i = 0; i < x.columns; i++) {
          sum += w[o * x.columns + i] * x.get(t, i);
        }
        y.set(t, o, sum);
      }
    }
    return y;
  }

  private static Matrix absolute(Matrix x) {
    for (int i = 0; i < x.numbers.length; i++) {
      x.numbers[i] = Math.abs(x.numbers[i]);
    }
    return x;
  }

  private static Matrix leaky(Matrix x) {
    for (int i = 0; i < x.numbers.length; i++) {
      x.numbers[i] = x.numbers[i] >= 0 ? x.numbers[i] : SLOPE * x.numbers[i];
    }
    return x;
  }

  private static Matrix logSoftmax(Matrix x) {
    for (int t = 0; t < x.rows; t++) {
      double total = 0;
      for (int c = 0; c < x.columns; c++) {
        total += Math.exp(x.get(t, c));
      }
      for (int c = 0; c < x.columns; c++) {
        x.set(t, c, x.get(t, c) - Math.log(total));
      }
    }
    return x;
  }
}
