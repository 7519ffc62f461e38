package voxcrate.installer.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.installer.InstallerRun;
import voxcrate.installer.Tree;

/// A medium with firmware of its own, played by a file system of ours (`medium.py`): its second
/// answer is not its first.
final class FickleMediumTest {
  private static final String BUNDLE = "voxcrate";
  private static final String WEIGHTS = "weights!".repeat(150_000);

  @TempDir Path folder;
  private final ForeignBundle bundle = new ForeignBundle().file("models/large", "0644", WEIGHTS);
  private Path source = Path.of("");
  private Path stick = Path.of("");
  private Path server = Path.of("");
  private Path home = Path.of("");

  @BeforeEach
  void prepare() throws Exception {
    stick = Files.createDirectories(folder.resolve("stick"));
    server = folder.resolve("medium.py");
    try (var script = FickleMediumTest.class.getResourceAsStream("medium.py")) {
      Files.copy(script, server);
    }
    source = bundle.writeTo(folder.resolve("source"));
    assumeTrue(
        seen("faithful", "true").status() == 0,
        "needs root, Python, /dev/fuse and a mount namespace of its own");
    Files.writeString(folder.resolve("release.pem"), ForeignBundle.pem());
    home = Files.createDirectories(folder.resolve("home"));
  }

  /// Runs a command that sees the bundle as such a medium shows it.
  private InstallerRun seen(String behaviour, String... command) throws Exception {
    var all = new ArrayList<>(List.of("unshare", "-m", "python3", server.toString(), behaviour));
    all.addAll(List.of(source.toString(), stick.toString()));
    all.addAll(Arrays.asList(command));
    return InstallerRun.process(all, Map.of("PATH", System.getenv("PATH")));
  }

  private InstallerRun install(String behaviour) throws Exception {
    var command =
        InstallerRun.command(
            "install",
            stick,
            "--prefix",
            home.resolve(BUNDLE),
            "--trust",
            folder.resolve("release.pem"),
            "--progress",
            "none");
    return seen(behaviour, command.toArray(String[]::new));
  }

  private void assertThatSignedBytesAreInstalled() throws IOException {
    var release = home.resolve(BUNDLE).resolve("current").toRealPath();
    for (var file : bundle.files()) {
      assertThat(ForeignBundle.sha256(Files.readAllBytes(release.resolve(file.path().toString()))))
          .as(file.path().toString())
          .isEqualTo(bundle.digest(file.path().toString()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"second-open", "second-read"})
  void medium_tells_two_stories(String behaviour) throws Exception {
    var sum = "sha256sum < '" + stick + "/vol-000.tar.part'";

    var read = seen(behaviour, "sh", "-c", sum + ";" + sum);

    var digests = read.out().lines().toList();
    assertThat(digests).hasSize(2);
    assertThat(digests.getFirst()).isNotEqualTo(digests.getLast());
  }

  @ParameterizedTest
  @ValueSource(strings = {"second-open", "second-read", "no-direct-open", "no-direct-read"})
  void what_was_verified_is_what_is_installed(String behaviour) throws Exception {
    var run = install(behaviour);

    assertThat(run.status()).as(run.err()).isZero();
    assertThatSignedBytesAreInstalled();
  }

  @Test
  void damage_is_mended_from_a_medium_that_tells_two_stories() throws Exception {
    assertThat(install("faithful").status()).isZero();
    var damaged = home.resolve(BUNDLE).resolve("current/models/large");
    Files.setPosixFilePermissions(damaged, PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(damaged, WEIGHTS.substring(1) + "?");

    var run = install("second-read");

    assertThat(run.status()).as(run.err()).isZero();
    assertThatSignedBytesAreInstalled();
  }

  @ParameterizedTest
  @ValueSource(strings = {"grows", "shrinks", "pulled-out", "unlisted"})
  void medium_that_changes_or_fails_while_it_is_read_is_refused(String behaviour) throws Exception {
    var before = Tree.of(home);

    var run = install(behaviour);

    assertThat(run.status()).as(run.err()).isBetween(5, 7);
    assertThat(run.err()).contains("VX-BUNDLE-").doesNotContain("Exception in");
    assertThat(Tree.of(home)).isEqualTo(before);
  }
}
