package voxcrate.engine.onnx;

/// Where models run. What was asked for is what is used: nothing falls back silently.
public sealed interface ExecutionTarget {
  /// @param threads the operators of one model share
  record Cpu(int threads) implements ExecutionTarget {
    public Cpu {
      if (threads < 1) {
        throw new IllegalArgumentException("at least one thread");
      }
    }
  }

  /// @param device as the driver counts them, from 0
  record Cuda(int device) implements ExecutionTarget {
    public Cuda {
      if (device < 0) {
        throw new IllegalArgumentException("devices are counted from 0");
      }
    }
  }

  /// As people write it: `cpu`, `cuda:0`.
  default String label() {
    return switch (this) {
      case Cpu _ -> "cpu";
      case Cuda(int device) -> "cuda:" + device;
    };
  }
}
