package voxcrate.bundler.convert.arch;

import voxcrate.bundler.convert.arch.ResNetShape.ConvolutionName;
import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.onnx.Operators;
import voxcrate.bundler.convert.onnx.Operators.Sliding;
import voxcrate.bundler.convert.onnx.Value;

/// A convolution with its batch norm folded in. At inference the norm is a fixed scale and shift of
/// each channel, so `scale · (w ∗ x - mean) + shift` is a convolution with `scale · w` and a bias.
final class FoldedConvolution {
  /// torch's default for BatchNorm2d.
  private static final double NORM_EPSILON = 1e-5;

  private final TensorStore weights;
  private final OnnxGraph graph;
  private final Operators operators;

  FoldedConvolution(TensorStore weights, OnnxGraph graph, Operators operators) {
    this.weights = weights;
    this.graph = graph;
    this.operators = operators;
  }

  /// Padded so that stride 1 keeps the size.
  Value on(Value image, ConvolutionName names, int stride) {
    var kernel = weights.get(names.kernel());
    int filters = kernel.axis(0);
    int size = kernel.axis(2);
    weights.get(names.kernel(), filters, kernel.axis(1), size, size);
    var folded = kernel.floats();
    var bias = new float[filters];
    fold(folded, bias, names.norm());
    return operators.convolution(
        names.norm(),
        image,
        graph.weights(names.kernel(), folded, filters, kernel.axis(1), size, size),
        new Sliding(stride, size / 2),
        graph.weights(names.norm() + ".bias", bias, filters));
  }

  private void fold(float[] kernel, float[] bias, String norm) {
    int filters = bias.length;
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
