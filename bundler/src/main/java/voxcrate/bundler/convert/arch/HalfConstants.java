package voxcrate.bundler.convert.arch;

import voxcrate.bundler.convert.checkpoint.ElementType;
import voxcrate.bundler.convert.checkpoint.Tensor;
import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.onnx.Value;
import voxcrate.bundler.convert.onnx.Value.Kind;

/// Constants in half precision. What was published in it stays where it is, byte for byte; the rest
/// is rounded and becomes the graph's own.
final class HalfConstants implements Constants {
  private final TensorStore weights;
  private final OnnxGraph graph;

  HalfConstants(TensorStore weights, OnnxGraph graph) {
    this.weights = weights;
    this.graph = graph;
  }

  @Override
  public Value of(String name, long... shape) {
    var tensor = weights.get(name, shape);
    var place = tensor.place().filter(_ -> tensor.type() == ElementType.HALF);
    return place.isPresent()
        ? pointed(name, place.get(), shape)
        : graph.halves(name, tensor::floats, shape);
  }

  private Value pointed(String name, Tensor.Place place, long... shape) {
    return graph.weights(name, Kind.FLOAT16, place.file(), place.offset(), shape);
  }
}
