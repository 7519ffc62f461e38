package voxcrate.bundler.convert.arch;

import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.onnx.Operators;
import voxcrate.bundler.convert.onnx.Value;

/// torch's layers by the names of their tensors, `NAME.weight` and `NAME.bias`. Weights are fetched
/// when the graph is written.
final class NamedLayers {
  private static final float ROOT_2 = (float) Math.sqrt(2);

  private final TensorStore weights;
  private final OnnxGraph graph;
  private final Operators operators;

  NamedLayers(TensorStore weights, OnnxGraph graph, Operators operators) {
    this.weights = weights;
    this.graph = graph;
    this.operators = operators;
  }

  Operators operators() {
    return operators;
  }

  /// torch keeps outputs × inputs.
  Value linear(String name, Value x) {
    var matrix = weights.get(name + ".weight");
    int outputs = matrix.axis(0);
    int inputs = matrix.axis(1);
    weights.get(name + ".weight", outputs, inputs);
    var turned =
        graph.weights(
            name + ".weight",
            () -> Matrices.transposed(matrix.floats(), outputs, inputs),
            inputs,
            outputs);
    return operators.linear(name, x, turned, vector(name + ".bias"));
  }

  Value layerNorm(String name, Value x, double epsilon) {
    return operators.layerNorm(
        name, x, vector(name + ".weight"), vector(name + ".bias"), (float) epsilon);
  }

  Value instanceNorm(String name, Value x, double epsilon) {
    return operators.instanceNorm(
        name, x, vector(name + ".weight"), vector(name + ".bias"), (float) epsilon);
  }

  /// With a bias where the checkpoint has one.
  Value convolution(String name, Value x, int stride) {
    var kernel = weights.get(name + ".weight");
    weights.get(name + ".weight", kernel.axis(0), kernel.axis(1), kernel.axis(2));
    var filters =
        graph.weights(
            name + ".weight", kernel::floats, kernel.axis(0), kernel.axis(1), kernel.axis(2));
    var sliding = new Operators.Sliding(stride, 0);
    return weights.find(name + ".bias").isPresent()
        ? operators.convolution(name, x, filters, sliding, vector(name + ".bias"))
        : operators.convolution(name, x, filters, sliding);
  }

  /// `x · ½ · (1 + erf(x / √2))`, the exact form; ONNX Runtime joins these into one operator.
  Value gelu(String name, Value x) {
    var share = operators.erf(name + ".erf", operators.divide(name + ".scaled", x, ROOT_2));
    var doubled =
        operators.multiply(name + ".doubled", x, operators.add(name + ".share", share, 1));
    return operators.multiply(name, doubled, 0.5f);
  }

  Value vector(String name) {
    var tensor = weights.get(name);
    weights.get(name, tensor.axis(0));
    return graph.weights(name, tensor::floats, tensor.axis(0));
  }
}
