package voxcrate.engine.onnx;

import voxcrate.engine.cuda.Cuda;
import voxcrate.engine.cuda.Cuda.Readiness;
import voxcrate.problem.ToolException;

/// Cards as targets.
final class CudaTarget {
  private CudaTarget() {}

  /// @throws ToolException when models cannot compute on that card, and why
  static Readiness.Ready require(int device) {
    return switch (Cuda.readiness()) {
      case Readiness.NotCarried(var problem) -> throw new ToolException(problem);
      case Readiness.Unusable(var problem) -> throw new ToolException(problem);
      case Readiness.Ready ready -> {
        ready
            .obstacle(device)
            .ifPresent(
                problem -> {
                  throw new ToolException(problem);
                });
        yield ready;
      }
    };
  }
}
