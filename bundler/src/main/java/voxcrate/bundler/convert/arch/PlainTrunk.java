package voxcrate.bundler.convert.arch;

import java.util.ArrayList;
import java.util.List;
import voxcrate.bundler.convert.arch.ResNetShape.ConvolutionName;
import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.onnx.Operators;
import voxcrate.bundler.convert.onnx.Operators.Sliding;
import voxcrate.bundler.convert.onnx.Value;
import voxcrate.bundler.convert.onnx.Value.Kind;

/// Layers of a trunk in single or half precision, whichever their images have.
final class PlainTrunk implements TrunkLayers<Value> {
  private final TensorStore weights;
  private final OnnxGraph graph;
  private final Operators operators;
  private final List<Value> results = new ArrayList<>();

  PlainTrunk(TensorStore weights, OnnxGraph graph, Operators operators) {
    this.weights = weights;
    this.graph = graph;
    this.operators = operators;
  }

  /// Every image that a layer has made so far.
  List<Value> results() {
    return List.copyOf(results);
  }

  @Override
  public Value convolution(Value x, ConvolutionName names, int stride) {
    return result(convolved(x, names, stride));
  }

  @Override
  public Value rectifiedConvolution(String name, Value x, ConvolutionName names, int stride) {
    return result(operators.relu(name, convolved(x, names, stride)));
  }

  @Override
  public Value rectifiedSum(String name, Value a, Value b) {
    return result(operators.relu(name, operators.add(name + ".sum", a, b)));
  }

  private Value convolved(Value x, ConvolutionName names, int stride) {
    var folded = new FoldedConvolution(weights, names);
    return operators.convolution(
        names.norm(),
        x,
        constant(x, names.kernel(), folded.kernel(), folded.shape()),
        new Sliding(stride, folded.size() / 2),
        constant(x, names.norm() + ".bias", folded.bias(), folded.filters()));
  }

  /// Of the kind of the image that it is for.
  private Value constant(Value image, String name, float[] numbers, long... shape) {
    return image.kind() == Kind.FLOAT16
        ? graph.halves(name, () -> numbers, shape)
        : graph.weights(name, numbers, shape);
  }

  private Value result(Value image) {
    results.add(image);
    return image;
  }
}
