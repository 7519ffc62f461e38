package voxcrate.installer.activate;

import java.io.IOException;
import java.nio.file.Path;

/// Tries a release before it is called good.
@FunctionalInterface
public interface SelfTest {
  Outcome run(Path release) throws IOException;

  /// How it went.
  sealed interface Outcome {
    record Good(String report) implements Outcome {}

    /// @param status the engine's exit status
    record Bad(int status, String report) implements Outcome {}
  }
}
