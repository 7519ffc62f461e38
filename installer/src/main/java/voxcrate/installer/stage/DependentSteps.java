package voxcrate.installer.stage;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Steps of which each relies on all before it: after one that has failed none is taken any more.
/// For one thread.
final class DependentSteps {
  private @Nullable IOException failure;

  /// Something to be done on the disk.
  @FunctionalInterface
  interface Step {
    void take() throws IOException;
  }

  /// @throws IOException when this step has failed, or one before
  void take(Step step) throws IOException {
    if (failure != null) {
      throw new IOException(failure);
    }
    try {
      step.take();
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }
}
