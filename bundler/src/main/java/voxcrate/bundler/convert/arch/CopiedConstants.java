package voxcrate.bundler.convert.arch;

import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.onnx.Value;

/// Constants inside the graph's own file, fetched when it is written.
final class CopiedConstants implements Constants {
  private final TensorStore weights;
  private final OnnxGraph graph;

  CopiedConstants(TensorStore weights, OnnxGraph graph) {
    this.weights = weights;
    this.graph = graph;
  }

  @Override
  public Value of(String name, long... shape) {
    return graph.weights(name, weights.get(name, shape)::floats, shape);
  }
}
