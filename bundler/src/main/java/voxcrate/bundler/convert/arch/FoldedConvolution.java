package voxcrate.bundler.convert.arch;

import voxcrate.bundler.convert.arch.ResNetShape.ConvolutionName;
import voxcrate.bundler.convert.checkpoint.Tensor;
import voxcrate.bundler.convert.checkpoint.TensorStore;

/// A convolution with its batch norm folded in. At inference the norm is a fixed scale and shift of
/// each channel, so `scale · (w ∗ x - mean) + shift` is a convolution with `scale · w` and a bias.
final class FoldedConvolution {
  /// torch's default for BatchNorm2d.
  private static final double NORM_EPSILON = 1e-5;

  private final Tensor stored;
  private final int filters;
  private final float[] kernel;
  private final float[] bias;

  FoldedConvolution(TensorStore weights, ConvolutionName names) {
    stored = weights.get(names.kernel());
    filters = stored.axis(0);
    int size = stored.axis(2);
    weights.get(names.kernel(), filters, stored.axis(1), size, size);
    kernel = stored.floats();
    bias = new float[filters];
    fold(weights, names.norm());
  }

  /// Filters × channels × size × size.
  long[] shape() {
    return new long[] {filters, stored.axis(1), stored.axis(2), stored.axis(2)};
  }

  int filters() {
    return filters;
  }

  /// Of each side of the kernel.
  int size() {
    return stored.axis(2);
  }

  /// In the order of its shape.
  float[] kernel() {
    return kernel;
  }

  /// One for each filter.
  float[] bias() {
    return bias;
  }

  private void fold(TensorStore weights, String norm) {
    var gain = weights.get(norm + ".weight", filters).doubles();
    var shift = weights.get(norm + ".bias", filters).doubles();
    var mean = weights.get(norm + ".running_mean", filters).doubles();
    var variance = weights.get(norm + ".running_var", filters).doubles();
    int taps = kernel.length / filters;
    for (int filter = 0; filter < filters; filter++) {
      double scale = gain[filter] / Math.sqrt(variance[filter] + NORM_EPSILON);
      bias[filter] = (float) (shift[filter] - mean[filter] * scale);
      for (int tap = filter * taps; tap < (filter + 1) * taps; tap++) {
        kernel[tap] = (float) (kernel[tap] * scale);
      }
    }
  }
}
