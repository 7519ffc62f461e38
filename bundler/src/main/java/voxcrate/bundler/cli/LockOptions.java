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
      description =
          "What was fetched, exactly: commits, sizes, digests (default: ${DEFAULT-VALUE} here).")
  Path file = Path.of(LockFile.USUAL_NAME);

  LockFile file() {
    return new LockFile(file);
  }
}
