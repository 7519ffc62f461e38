package voxcrate.engine.onnx;

import voxcrate.engine.cuda.Cuda;
import voxcrate.engine.cuda.Cuda.Readiness;
import voxcrate.engine.cuda.CudaRuntime;
import voxcrate.problem.ToolException;
import voxcrate.progress.ByteCount;

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

  static String describe(int device) {
    var ready = require(device);
    var card = ready.cards().get(device);
    var room = CudaRuntime.loaded().room(device);
    return card.name()
        + ", compute capability "
        + card.capability()
        + ", "
        + ByteCount.text(room.free())
        + " of "
        + ByteCount.text(room.total())
        + " free, driver for CUDA "
        + ready.driver()
        + (ready.cudnn() ? "" : ", without cuDNN");
  }
}
