package voxcrate.installer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.Digest;

/// File systems that neither are written nor read past the page cache.
final class PlainFileSystemTest {
  private static final String LARGE = "weights!".repeat(700_000) + "end";

  @TempDir Path folder;

  private static Path bundle(Path medium, long sequence) throws IOException {
    return new TestBundle(sequence)
        .file("models/large.onnx", LARGE)
        .file("models/own.onnx", LARGE + sequence)
        .largeVolumes()
        .writeTo(medium)
        .folder();
  }

  private static int status(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  /// On ramfs, which takes no `O_DIRECT`, in a mount namespace that ends with the process.
  @Test
  void where_none_can_be_opened_so_an_upgrade_works_all_the_same() throws Exception {
    assumeTrue(
        status("unshare", "-m", "mount", "-t", "ramfs", "none", folder.toString()) == 0,
        "needs root and a mount namespace of its own");
    var mount = "mount -t ramfs none \"$0\" && chmod 755 \"$0\" && exec \"$@\"";
    var command = new ArrayList<>(List.of("unshare", "-m", "sh", "-c", mount, folder.toString()));
    command.addAll(InstallerRun.command(folder));
    command.set(
        command.indexOf(VoxcrateInstaller.class.getName()), PlainFileSystemTest.class.getName());

    assertThat(status(command.toArray(String[]::new))).isZero();
    assertThat(folder).isEmptyDirectory();
  }

  /// Installs and upgrades.
  public static void main(String[] arguments) throws Exception {
    var folder = Path.of(arguments[0]);
    var prefix = folder.resolve("prefix");
    var key = TestBundle.keyFile(folder.resolve("paper"), TestBundle.KEY);
    for (long sequence : new long[] {7, 8}) {
      var bundle = bundle(folder.resolve("stick"), sequence);
      var run = InstallerRun.of("install", bundle, "--prefix", prefix, "--trust", key, "--yes");
      assertThat(run.status()).as(run.err()).isZero();
      assertThat(Digest.of(prefix.resolve("models/large.onnx"))).isEqualTo(Digest.of(LARGE));
      assertThat(Digest.of(prefix.resolve("models/own.onnx")))
          .isEqualTo(Digest.of(LARGE + sequence));
    }
    assertThat(Files.getAttribute(prefix.resolve("models/large.onnx").toRealPath(), "unix:nlink"))
        .isEqualTo(3);
  }
}
