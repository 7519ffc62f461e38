package voxcrate.installer.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.installer.InstallerRun;
import voxcrate.installer.Tree;

/// How the medium is read, watched from outside: what is checked is what is used, because nothing
/// is opened or read a second time; and a medium that fails is no more than a message.
final class StickReadingTest {
  private static final Pattern OPENED = Pattern.compile("open(?:at)?\\(.*\"([^\"]*)\", O_RDONLY.*");

  @TempDir Path folder;
  private Path bundle = Path.of("");
  private Path home = Path.of("");
  private Path prefix = Path.of("");
  private Path log = Path.of("");

  @BeforeEach
  void prepare() throws Exception {
    assumeTrue(
        new ProcessBuilder("strace", "-qq", "-o", "/dev/null", "true").start().waitFor() == 0,
        "strace is missing or not allowed");
    bundle = new ForeignBundle().writeTo(folder.resolve("stick"));
    Files.writeString(folder.resolve("release.pem"), ForeignBundle.pem());
    home = Files.createDirectories(folder.resolve("home"));
    prefix = home.resolve("voxcrate");
    log = folder.resolve("calls");
  }

  private InstallerRun watched(String... options) throws Exception {
    var command = new ArrayList<>(List.of("strace", "-f", "-qq", "-o", log.toString()));
    command.addAll(Arrays.asList(options));
    command.addAll(
        InstallerRun.command(
            "install",
            bundle,
            "--prefix",
            prefix,
            "--trust",
            folder.resolve("release.pem"),
            "--progress",
            "none"));
    return InstallerRun.process(command, Map.of("PATH", System.getenv("PATH")));
  }

  @Test
  void every_file_is_opened_once() throws Exception {
    var run = watched("-e", "trace=open,openat");

    assertThat(run.status()).as(run.err()).isZero();
    var opened = new TreeMap<String, Integer>();
    for (var line : Files.readAllLines(log)) {
      var call = OPENED.matcher(line.substring(line.indexOf(' ') + 1).strip());
      if (call.matches() && call.group(1).startsWith(bundle + "/")) {
        opened.merge(call.group(1).substring(bundle.toString().length() + 1), 1, Integer::sum);
      }
    }
    try (Stream<Path> files = Files.list(bundle)) {
      var names = files.map(file -> file.getFileName().toString()).toList();
      assertThat(opened).containsOnlyKeys(names);
    }
    assertThat(opened.values()).containsOnly(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vol-000.tar.part", "vol-002.tar.part"})
  void medium_that_cannot_be_read_is_told_and_leaves_nothing(String volume) throws Exception {
    var before = Tree.of(home);

    var run =
        watched("-P", bundle.resolve(volume).toString(), "-e", "inject=pread64:error=EIO:when=1+");

    assertThat(run.status()).as(run.err()).isEqualTo(7);
    assertThat(run.err()).contains("VX-BUNDLE-018", volume, "put the medium in again");
    assertThat(Tree.of(home)).isEqualTo(before);
  }

  @Test
  void medium_that_is_pulled_out_between_two_files_is_told() throws Exception {
    var run =
        watched(
            "-P", bundle.resolve("vol-001.tar.part").toString(), "-e", "inject=openat:error=EIO");

    assertThat(run.status()).as(run.err()).isEqualTo(7);
    assertThat(run.err()).contains("VX-BUNDLE-018", "vol-001.tar.part");
    assertThat(prefix).doesNotExist();
  }
}
