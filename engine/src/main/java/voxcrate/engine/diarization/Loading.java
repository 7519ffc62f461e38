package voxcrate.engine.diarization;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// A model that is being loaded while its owner does something else.
final class Loading {
  private final FutureTask<SegmentationModel> task;

  private Loading(FutureTask<SegmentationModel> task) {
    this.task = task;
  }

  /// @param aside on a thread of its own; else it is loaded at once
  static Loading of(Supplier<SegmentationModel> model, boolean aside) {
    var task = new FutureTask<>(model::get);
    if (aside) {
      Thread.ofPlatform().daemon().name("loading").start(task);
    } else {
      task.run();
    }
    return new Loading(task);
  }

  /// The model, which now belongs to the caller.
  ///
  /// @throws voxcrate.problem.ToolException what kept it from being loaded
  SegmentationModel finish() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException _) {
          interrupted = true; // A model that is being loaded cannot be left to nobody.
        } catch (ExecutionException e) {
          throw e.getCause() instanceof RuntimeException cause
              ? cause
              : new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Nobody wants the model any more.
  void discard(RuntimeException reason) {
    try {
      finish().close();
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }
}
