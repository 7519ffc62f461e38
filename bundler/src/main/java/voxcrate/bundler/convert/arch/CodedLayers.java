package voxcrate.bundler.convert.arch;

import java.util.HashMap;
import java.util.Map;
import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.onnx.CodedOperators;
import voxcrate.bundler.convert.onnx.CodedOperators.Coded;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.onnx.Operators;
import voxcrate.bundler.convert.onnx.Value;

/// Linear layers whose weights have 8 bits. What goes in gets 8 bits while the graph runs, by its
/// own range: nothing has to be known of it before.
final class CodedLayers {
  private final TensorStore weights;
  private final OnnxGraph graph;
  private final CodedOperators operators;
  private final Map<Integer, Value> zeros = new HashMap<>();

  CodedLayers(TensorStore weights, OnnxGraph graph, Operators operators) {
    this.weights = weights;
    this.graph = graph;
    this.operators = new CodedOperators(graph, operators);
  }

  Value linear(String name, Value x, Value... bias) {
    return operators.linear(name, x, matrix(name + ".weight"), bias);
  }

  Value linear(String name, Value x, Coded matrix) {
    return operators.linear(name, x, matrix);
  }

  /// The rows of the tensor that `table` was made of.
  Value rows(String name, Coded table, Value numbers) {
    return operators.columns(name, table, numbers);
  }

  /// The tensor, turned: inputs × outputs.
  Coded matrix(String tensor) {
    var stored = weights.get(tensor);
    var matrix = new CodedMatrix(weights.get(tensor, stored.axis(0), stored.axis(1)));
    int inputs = matrix.inputs();
    int outputs = matrix.outputs();
    return new Coded(
        graph.codes(tensor, Value.Kind.INT8, matrix::codes, inputs, outputs),
        graph.weights(tensor + ".scale", matrix::scales, outputs),
        zeros.computeIfAbsent(outputs, this::zeros));
  }

  private Value zeros(int count) {
    return graph.codes("zeros." + count, Value.Kind.INT8, () -> new byte[count], count);
  }
}
