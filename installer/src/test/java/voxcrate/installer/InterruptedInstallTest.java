package voxcrate.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.Digest;

/// The installer dies without warning. What was installed still works, and the same command again
/// finishes the job. At which points it may die is the matter of
/// [voxcrate.installer.torture.TortureTest].
final class InterruptedInstallTest {
  private static final int KILLED = 128 + 9;

  @TempDir Path folder;

  private Path medium;
  private Path key;

  @BeforeEach
  void prepare() throws IOException {
    medium = folder.resolve("stick");
    key = TestBundle.keyFile(folder.resolve("paper"), TestBundle.KEY);
  }

  private Object[] install(Path bundle, Path prefix) {
    return new Object[] {"install", bundle, "--prefix", prefix, "--trust", key, "--yes"};
  }

  private void installHere(Path bundle, Path prefix) {
    var run = InstallerRun.of(install(bundle, prefix));
    assertThat(run.status()).as(run.err()).isZero();
  }

  private static String engineSays(Path prefix) throws Exception {
    var run =
        InstallerRun.process(List.of(prefix.resolve("bin/voxcrate").toString(), "hello"), Map.of());
    return run.out().strip();
  }

  /// Invariants 1 and 6: the release in use is whole, and the store keeps its word.
  private static void assertWhole(Path prefix) throws IOException {
    try (Stream<Path> files = Files.walk(prefix.resolve("store"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Digest.of(file).hex()).isEqualTo(String.valueOf(file.getFileName()));
      }
    }
    assertThat(prefix.resolve("current/engine/lib/empty")).exists();
  }

  @Test
  void kill_during_the_self_test_of_an_upgrade_is_survived() throws Exception {
    var prefix = folder.resolve("prefix");
    installHere(new TestBundle(7).writeTo(medium).folder(), prefix);
    var flag = Files.createFile(folder.resolve("kill"));
    var killer = "if [ -e '" + flag + "' ]; then kill -9 $PPID; fi; exit 0";
    var bundle = new TestBundle(8).selfTest(killer).writeTo(medium).folder();

    var killed = InstallerRun.process(InstallerRun.command(install(bundle, prefix)), Map.of());

    assertThat(killed.status()).as(killed.err()).isEqualTo(KILLED);
    assertWhole(prefix);
    assertThat(engineSays(prefix)).matches("release [78]: hello");
    Files.delete(flag);
    installHere(bundle, prefix);
    assertThat(engineSays(prefix)).isEqualTo("release 8: hello");
  }

  @Test
  void kill_during_the_first_self_test_is_survived() throws Exception {
    var prefix = folder.resolve("prefix");
    var flag = Files.createFile(folder.resolve("kill"));
    var killer = "if [ -e '" + flag + "' ]; then kill -9 $PPID; fi; exit 0";
    var bundle = new TestBundle(7).selfTest(killer).writeTo(medium).folder();

    var killed = InstallerRun.process(InstallerRun.command(install(bundle, prefix)), Map.of());

    assertThat(killed.status()).as(killed.err()).isEqualTo(KILLED);
    Files.delete(flag);
    installHere(bundle, prefix);
    assertThat(engineSays(prefix)).isEqualTo("release 7: hello");
  }

  @Test
  void second_installer_at_the_same_time_is_refused() throws Exception {
    var prefix = folder.resolve("prefix");
    installHere(new TestBundle(7).writeTo(medium).folder(), prefix);
    var reached = pipe("reached");
    var goOn = pipe("go-on");
    var waiting = "echo x > '" + reached + "'; read x < '" + goOn + "'; exit 0";
    var bundle = new TestBundle(8).selfTest(waiting).writeTo(medium).folder();
    var first = new ProcessBuilder(InstallerRun.command(install(bundle, prefix)));
    first.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    var process = first.start();
    Files.readAllBytes(reached);

    var second = InstallerRun.of(install(bundle, prefix));
    Files.writeString(goOn, "x\n");

    assertThat(second.status()).as(second.err()).isEqualTo(6);
    assertThat(process.waitFor()).isZero();
    assertThat(engineSays(prefix)).isEqualTo("release 8: hello");
  }

  private Path pipe(String name) throws Exception {
    var pipe = folder.resolve(name);
    var run = InstallerRun.process(List.of("/usr/bin/mkfifo", pipe.toString()), Map.of());
    assertThat(run.status()).as(run.err()).isZero();
    return pipe;
  }
}
