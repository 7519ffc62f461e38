package voxcrate.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.json.Json;

/// `prune` as people type it.
final class PruneVerbTest {
  @TempDir Path folder;

  private Home home;

  @BeforeEach
  void install_two() throws Exception {
    home = new Home(folder);
    home.installFirst(new TestBundle(7).file("docs/only in 7.txt", "seven ".repeat(5000)));
    home.upgrade(new TestBundle(8));
  }

  private long storedBytes() throws IOException {
    try (Stream<Path> files = Files.walk(home.prefix().resolve("store"))) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void release_before_stays_unless_all_is_said() throws Exception {
    var before = Tree.of(home.prefix());

    var pruned = home.json("prune");

    assertThat(pruned.array("dropped")).isEmpty();
    assertThat(pruned.integer("freedBytes")).isZero();
    assertThat(Tree.withoutTimes(home.prefix()))
        .isEqualTo(before.stream().map(line -> line.replaceAll(" \\d{4}-\\S+Z", "")).toList());
    home.done("rollback");
  }

  @Test
  void dry_run_foretells_what_all_frees_and_drops_nothing() throws Exception {
    var before = Tree.of(home.prefix());

    var foretold = home.json("prune", "--all", "--dry-run");

    assertThat(Tree.of(home.prefix())).isEqualTo(before);
    assertThat(foretold.array("dropped")).hasSize(1);
    assertThat(foretold.integer("freedBytes")).isGreaterThan(30_000);
    assertThat(home.json("prune", "--all").integer("freedBytes"))
        .isEqualTo(foretold.integer("freedBytes"));
  }

  @Test
  void what_a_killed_run_has_left_goes_and_is_called_no_release() throws Exception {
    var staging = home.prefix().resolve("releases/.staging-9-0123456789ab");
    Files.writeString(Files.createDirectories(staging).resolve("half"), "half");

    var pruned = home.json("prune");

    assertThat(staging).doesNotExist();
    assertThat(pruned.array("dropped")).isEmpty();
    assertThat(home.json("log").objects("entries"))
        .noneMatch(entry -> entry.toString().contains("staging"));
  }

  @Test
  void all_leaves_one_release_that_works_and_says_so() throws Exception {
    long before = storedBytes();

    var said = home.done("prune", "--all").out();

    assertThat(said).contains("Dropped 7-", " freed");
    assertThat(before - storedBytes()).isGreaterThan(30_000);
    assertThat(home.prefix().resolve("releases")).isDirectoryContaining("glob:**/8-*");
    assertThat(home.json("status").find("previous")).isEmpty();
    assertThat(home.run("rollback").err()).contains("VX-INSTALL-011");
    assertThat(home.json("log").objects("entries"))
        .extracting(entry -> entry.text("event"))
        .contains("pruned");
    home.upgrade(new TestBundle(9));
  }

  @Test
  void release_that_nobody_remembers_is_dropped() throws Exception {
    var spare = Files.createDirectories(home.prefix().resolve("releases/3-0123456789ab/docs"));
    Files.writeString(spare.resolve("old.txt"), "old");
    Files.createDirectories(home.prefix().resolve("derived/2-0123456789ab"));
    Files.writeString(home.prefix().resolve("derived/2-0123456789ab/voxcrate.aot"), "cache");

    Json.Obj pruned = home.json("prune");

    assertThat(pruned.array("dropped")).containsExactly(Json.of("3-0123456789ab"));
    assertThat(home.prefix().resolve("derived/2-0123456789ab")).doesNotExist();
    home.done("rollback");
  }

  /// Two upgrades later: the release would go, but one of its programs reads from it.
  @Test
  void release_at_work_stays_whole_until_its_program_has_ended() throws Exception {
    var release = home.prefix().resolve("current").toRealPath();
    var name = String.valueOf(release.getFileName());
    var waiting =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                "read line; cat \"$1\"",
                release.resolve("bin/voxcrate").toString(),
                release.resolve("docs/release.txt").toString())
            .start();
    try {
      home.upgrade(new TestBundle(9));
      var upgrade =
          home.run("install", new TestBundle(10).writeTo(home.medium()).folder(), "--yes");

      assertThat(upgrade.status()).isZero();
      assertThat(upgrade.err())
          .contains("release " + name + " is still at work (process " + waiting.pid() + ")");
      assertThat(home.json("prune", "--dry-run").array("dropped")).isEmpty();
      assertThat(home.run("prune").err()).contains("release " + name + " is still at work");
      waiting.outputWriter().append('\n').flush();
      assertThat(waiting.inputReader().readLine()).isEqualTo("release 8");
      waiting.waitFor();
    } finally {
      waiting.destroyForcibly();
    }

    assertThat(home.json("prune").array("dropped")).containsExactly(Json.of(name));
    assertThat(release).doesNotExist();
  }

  @Test
  void nothing_installed_is_said() throws Exception {
    var run = InstallerRun.of("prune", "--prefix", folder.resolve("empty"));

    assertThat(run.status()).isEqualTo(7);
    assertThat(run.err()).contains("VX-INSTALL-009");
  }
}
