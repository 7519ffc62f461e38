package voxcrate.bundle.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.Manifest.Mode;
import voxcrate.progress.ProgressListener;

/// A file system that nothing can be written to past the page cache, as some of sticks and
/// networks are: ramfs, in a mount namespace that ends with the process.
final class PlainFileSystemTest {
  @TempDir Path folder;

  @Test
  void bundle_is_written_and_read_there_all_the_same() throws Exception {
    assumeTrue(
        status("unshare", "-m", "mount", "-t", "ramfs", "none", folder.toString()) == 0,
        "needs root and a mount namespace of its own");

    var there = List.of("unshare", "-m", "sh", "-c", "mount -t ramfs none \"$0\" && exec \"$@\"");
    var command = new ArrayList<>(there);
    command.add(folder.toString());
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(PlainFileSystemTest.class.getName(), folder.toString()));

    assertThat(status(command.toArray(String[]::new))).isZero();
    assertThat(folder).isEmptyDirectory();
  }

  private static int status(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  /// Writes a bundle and reads it.
  public static void main(String[] arguments) throws Exception {
    var bundle = Path.of(arguments[0]).resolve("bundle");
    var files = new ArrayList<>(SampleBundle.files());
    files.add(SampleBundle.file("models/c/large.onnx", Mode.FILE, "weights!".repeat(40_000)));
    SampleBundle.write(bundle, files, List.of(SampleBundle.KEY));
    OpenedBundle.open(bundle, SampleBundle.trusted()).check(ProgressListener.SILENT);
  }
}
