package voxcrate.bundler.convert.arch;

import voxcrate.bundler.convert.onnx.Value;

/// A model's tensors as constants of a graph, in single precision. Each name may be asked for once.
sealed interface Constants permits CopiedConstants, PointedConstants {
  /// The tensor, which must have this shape.
  Value of(String name, long... shape);
}
