package voxcrate.bundler.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import voxcrate.bundle.trust.TrustedKey;
import voxcrate.bundler.pack.Assembler;
import voxcrate.bundler.pack.BootstrapArchive;
import voxcrate.bundler.pack.Programs;
import voxcrate.progress.ProgressListener;

/// The bootstrap without a bundle: runtime and installer, to look at a machine that has nothing
/// yet.
public final class Bootstrap {
  private static final String TASK = "making the bootstrap";

  private Bootstrap() {}

  /// @param keys to trust, for an install that may follow; there may be none
  /// @param folder in which the archive appears
  /// @throws voxcrate.problem.ToolException when a native file needs a newer system than promised
  public static Path make(
      Programs programs,
      Path jdk,
      List<TrustedKey> keys,
      Instant created,
      Path folder,
      ProgressListener progress)
      throws IOException {
    var runtime = LinkedRuntime.of(programs, jdk, Files.createDirectories(folder), TASK, progress);
    var archive = folder.resolve(BootstrapArchive.NAME);
    BootstrapArchive.write(
        Assembler.bootstrap(programs, runtime, folder),
        programs.bootstrapLauncher(),
        keys,
        created,
        archive);
    return archive;
  }
}
