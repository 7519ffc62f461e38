package voxcrate.bundler.convert.onnx;

import java.util.List;

/// A tensor that flows through a graph.
public record Value(String name, Kind kind, List<Axis> shape) {
  /// What its elements are.
  public enum Kind {
    FLOAT(1, 4),
    UINT8(2, 1),
    INT8(3, 1),
    INT32(6, 4),
    INT64(7, 8),
    FLOAT16(10, 2),
    BFLOAT16(16, 2);

    /// `TensorProto.DataType`.
    final int code;

    /// Of one element.
    final int bytes;

    Kind(int code, int bytes) {
      this.code = code;
      this.bytes = bytes;
    }
  }

  public Value {
    shape = List.copyOf(shape);
  }

  public int rank() {
    return shape.size();
  }

  public Axis axis(int index) {
    return shape.get(index);
  }

  /// The size of an axis that is fixed.
  ///
  /// @throws IllegalArgumentException when it is known only when the model runs
  public long size(int index) {
    if (axis(index) instanceof Axis.Fixed(long size)) {
      return size;
    }
    throw new IllegalArgumentException("axis " + index + " of " + name + " has no fixed size");
  }
}
