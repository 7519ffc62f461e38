package voxcrate.bundler.convert.arch;

import java.util.Optional;
import voxcrate.bundler.convert.checkpoint.Tensor;
import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.onnx.Operators;
import voxcrate.bundler.convert.onnx.Value;
import voxcrate.bundler.convert.onnx.Value.Kind;

/// Constants that stay in the model's own safetensors files, byte for byte; the graph says where
/// they lie, and what is to be done with them before they are used. ONNX Runtime does that once,
/// when it loads the graph. A tensor that lies in no such file is copied into the graph.
final class PointedConstants implements Constants {
  private final TensorStore weights;
  private final OnnxGraph graph;
  private final Operators operators;

  PointedConstants(TensorStore weights, OnnxGraph graph, Operators operators) {
    this.weights = weights;
    this.graph = graph;
    this.operators = operators;
  }

  @Override
  public Value of(String name, long... shape) {
    return operators.single(name + ".single", stored(name, shape));
  }

  @Override
  public Value stored(String name, long... shape) {
    var tensor = weights.get(name, shape);
    return kind(tensor)
        .flatMap(kind -> tensor.place().map(place -> pointed(name, kind, place, shape)))
        .orElseGet(() -> graph.weights(name, tensor::floats, shape));
  }

  private Value pointed(String name, Kind kind, Tensor.Place place, long... shape) {
    return graph.weights(name, kind, place.file(), place.offset(), shape);
  }

  /// Empty for a type that no published model keeps its weights in.
  private static Optional<Kind> kind(Tensor tensor) {
    return switch (tensor.type()) {
      case FLOAT -> Optional.of(Kind.FLOAT);
      case HALF -> Optional.of(Kind.FLOAT16);
      case BFLOAT16 -> Optional.of(Kind.BFLOAT16);
      case DOUBLE, LONG, INT, SHORT, CHAR, BYTE, BOOL -> Optional.empty();
    };
  }
}
