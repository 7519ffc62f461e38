package voxcrate.bundler.convert.arch;

import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.onnx.Operators;
import voxcrate.bundler.convert.onnx.Value;
import voxcrate.model.Precision;

/// A model's tensors as constants of a graph, in the kind of numbers that its layers compute in.
/// Each name may be asked for once.
sealed interface Constants permits CopiedConstants, PointedConstants, HalfConstants {
  /// The tensor, which must have this shape.
  Value of(String name, long... shape);

  /// The tensor as it is stored, where that is the better choice for what uses little of it.
  default Value stored(String name, long... shape) {
    return of(name, shape);
  }

  /// For a model whose weights lie in files that graphs may point into. With 8 bits nothing points
  /// there, so that the weights as published need not travel beside those of 8 bits.
  static Constants of(
      Precision precision, TensorStore weights, OnnxGraph graph, Operators operators) {
    return switch (precision) {
      case F32 -> new PointedConstants(weights, graph, operators);
      case F16 -> new HalfConstants(weights, graph);
      case INT8 -> new CopiedConstants(weights, graph);
    };
  }
}
