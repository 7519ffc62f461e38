package voxcrate.bundler.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import voxcrate.bundler.lock.LockFile;

/// Which lock file verbs hold to.
public final class LockOptions {
  @Option(
      names = "--lock",
      paramLabel = "FILE",
      defaultValue = LockFile.USUAL_NAME,
      description = "Holds what was fetched, exactly (default: ${DEFAULT-VALUE}).")
  Path file = Path.of(LockFile.USUAL_NAME);

  LockFile file() {
    return new LockFile(file);
  }
}
