package voxcrate.engine.onnx;

import java.util.Arrays;
import java.util.List;

/// What a graph takes and gives: checked when it is loaded, so that a wrong file is refused with
/// its name and not in the middle of a recording.
public record GraphSignature(List<Port> inputs, Port output) {
  /// A size that may differ from run to run.
  public static final long ANY = -1;

  public GraphSignature {
    inputs = List.copyOf(inputs);
  }

  /// One tensor of floats.
  ///
  /// @param shape size of each axis, [#ANY] where it is free
  public record Port(String name, List<Long> shape) {
    public Port {
      shape = List.copyOf(shape);
    }

    public static Port of(String name, long... shape) {
      return new Port(name, Arrays.stream(shape).boxed().toList());
    }

    /// Whether a graph that declares `declared` (-1 for a free axis) can serve this port.
    boolean accepts(long[] declared) {
      if (declared.length != shape.size()) {
        return false;
      }
      for (int axis = 0; axis < declared.length; axis++) {
        if (declared[axis] != ANY && declared[axis] != shape.get(axis)) {
          return false;
        }
      }
      return true;
    }
  }
}
