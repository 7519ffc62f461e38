package voxcrate.bundler.convert.parity;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import voxcrate.bundler.convert.checkpoint.Tensor;
import voxcrate.bundler.convert.checkpoint.TensorStore;

/// torch's layers in double precision, on matrices of channels × frames, by the names of their
/// tensors.
final class ReferenceLayers {
  private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

  /// From here on erf is 1 in double precision.
  private static final double ERF_ENDS = 6;

  /// Of a matrix: half a MiB.
  private static final int NUMBERS_AT_ONCE = 1 << 16;

  private final TensorStore weights;

  ReferenceLayers(TensorStore weights) {
    this.weights = weights;
  }

  /// `weight · x`, plus the bias where there is one, frame by frame.
  Matrix affine(Matrix x, String name) {
    var weight = weights.get(name + ".weight");
    var y = biased(name, weight.axis(0), x.columns);
    addProduct(weight, x, y);
    return y;
  }

  /// Adds `matrix · x` to `y`, some rows after the other: what is read of a large matrix is small
  /// enough to be forgotten at once.
  static void addProduct(Tensor matrix, Matrix x, Matrix y) {
    int atOnce = Math.max(1, NUMBERS_AT_ONCE / x.rows);
    for (int from = 0; from < y.rows; from += atOnce) {
      int to = Math.min(y.rows, from + atOnce);
      addProduct(new Matrix(to - from, x.rows, matrix.rows(from, to).doubles()), x, y, from);
    }
  }

  /// Adds `matrix · x` to the rows of `y` from row `first` on.
  private static void addProduct(Matrix matrix, Matrix x, Matrix y, int first) {
    eachOf(
        matrix.rows,
        out -> {
          for (int in = 0; in < x.rows; in++) {
            addScaled(y, first + out, matrix.get(out, in), x, in, 0, 1);
          }
        });
  }

  /// A convolution without padding.
  Matrix convolution(Matrix x, String name, int stride) {
    var kernel = weights.get(name + ".weight");
    var taps = kernel.doubles();
    int size = kernel.axis(2);
    int frames = (x.columns - size) / stride + 1;
    var y = biased(name, kernel.axis(0), frames);
    eachRow(
        y,
        out -> {
          for (int in = 0; in < x.rows; in++) {
            for (int k = 0; k < size; k++) {
              addScaled(y, out, taps[(out * x.rows + in) * size + k], x, in, k, stride);
            }
          }
        });
    return y;
  }

  /// Frames of zeros before the first and behind the last.
  static Matrix padded(Matrix x, int frames) {
    var wider = new Matrix(x.rows, x.columns + 2 * frames);
    for (int c = 0; c < x.rows; c++) {
      for (int t = 0; t < x.columns; t++) {
        wider.set(c, frames + t, x.get(c, t));
      }
    }
    return wider;
  }

  /// One output after the other, on all processors: none touches another's row.
  static void eachRow(Matrix y, IntConsumer work) {
    eachOf(y.rows, work);
  }

  private static void eachOf(int rows, IntConsumer work) {
    IntStream.range(0, rows).parallel().forEach(work);
  }

  /// Adds `factor` times a row of `x`, from column `start` in steps, to a row of `y`.
  static void addScaled(Matrix y, int row, double factor, Matrix x, int from, int start, int step) {
    int to = row * y.columns;
    int at = from * x.columns + start;
    for (int t = 0; t < y.columns; t++) {
      y.numbers[to + t] += factor * x.numbers[at + t * step];
    }
  }

  private Matrix biased(String name, int channels, int frames) {
    var y = new Matrix(channels, frames);
    var bias = weights.find(name + ".bias").map(Tensor::doubles).orElse(new double[channels]);
    for (int i = 0; i < y.numbers.length; i++) {
      y.numbers[i] = bias[i / frames];
    }
    return y;
  }

  /// Each frame over its channels.
  Matrix layerNorm(Matrix x, String name, double epsilon) {
    return scaled(standardised(x.transposed(), epsilon).transposed(), name);
  }

  /// Each channel over time: torch's instance norm, and its group norm with one group a channel.
  Matrix channelNorm(Matrix x, String name, double epsilon) {
    return scaled(standardised(x, epsilon), name);
  }

  /// Each row with mean 0 and biased variance 1.
  private static Matrix standardised(Matrix x, double epsilon) {
    var y = new Matrix(x.rows, x.columns);
    for (int row = 0; row < x.rows; row++) {
      double mean = 0;
      for (int i = 0; i < x.columns; i++) {
        mean += x.get(row, i) / x.columns;
      }
      double variance = 0;
      for (int i = 0; i < x.columns; i++) {
        variance += Math.pow(x.get(row, i) - mean, 2) / x.columns;
      }
      for (int i = 0; i < x.columns; i++) {
        y.set(row, i, (x.get(row, i) - mean) / Math.sqrt(variance + epsilon));
      }
    }
    return y;
  }

  private Matrix scaled(Matrix x, String name) {
    var scale = weights.get(name + ".weight").doubles();
    var shift = weights.get(name + ".bias").doubles();
    for (int c = 0; c < x.rows; c++) {
      for (int t = 0; t < x.columns; t++) {
        x.set(c, t, x.get(c, t) * scale[c] + shift[c]);
      }
    }
    return x;
  }

  /// `x · Φ(x)`, Φ the normal distribution (Hendrycks and Gimpel 2016).
  static Matrix gelu(Matrix x) {
    for (int i = 0; i < x.numbers.length; i++) {
      double z = x.numbers[i];
      x.numbers[i] = z * (1 + erf(z / Math.sqrt(2))) / 2;
    }
    return x;
  }

  static Matrix sum(Matrix a, Matrix b) {
    var y = new Matrix(a.rows, a.columns);
    for (int i = 0; i < y.numbers.length; i++) {
      y.numbers[i] = a.numbers[i] + b.numbers[i];
    }
    return y;
  }

  /// By the series `2/√π · exp(-x²) · Σ 2ⁿ x²ⁿ⁺¹ / (1·3·…·(2n+1))`, whose terms all have one sign
  /// (Abramowitz and Stegun 7.1.6).
  static double erf(double x) {
    if (Math.abs(x) >= ERF_ENDS) {
      return Math.signum(x);
    }
    double term = x;
    double total = x;
    for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(total); n++) {
      term *= 2 * x * x / (2 * n + 1);
      total += term;
    }
    return TWO_OVER_ROOT_PI * Math.exp(-x * x) * total;
  }
}
