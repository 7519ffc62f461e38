package voxcrate.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Another user of the machine prepares the place where the installer will write.
final class PrefixAttackTest {
  private static final int NOBODY = 65534;

  /// A group that no user of this machine is named after.
  private static final int STAFF = 50_050;

  @TempDir Path folder;

  private Path bundle;
  private Path home;
  private Path prefix;
  private Path key;
  private Path canary;

  @BeforeEach
  void prepare() throws IOException {
    bundle = new TestBundle(7).writeTo(folder.resolve("stick")).folder();
    home = Files.createDirectories(folder.resolve("home"));
    prefix = home.resolve("voxcrate");
    key = TestBundle.keyFile(folder.resolve("paper"), TestBundle.KEY);
    canary = Files.createDirectories(folder.resolve("canary"));
    Files.writeString(canary.resolve("state.json"), "{}");
    Files.writeString(canary.resolve("file"), "canary");
  }

  private InstallerRun install() {
    return InstallerRun.of("install", bundle, "--prefix", prefix, "--trust", key, "--yes");
  }

  private void assertRefusedWithoutTrace() throws IOException {
    var before = Tree.of(folder);

    var run = install();

    assertThat(run.status()).as(run.err()).isEqualTo(6);
    assertThat(Tree.of(folder)).isEqualTo(before);
  }

  @Test
  void prefix_that_is_a_link_is_refused() throws Exception {
    Files.createSymbolicLink(prefix, canary);

    assertRefusedWithoutTrace();
  }

  @Test
  void prefix_that_is_a_dangling_link_is_refused() throws Exception {
    Files.createSymbolicLink(prefix, folder.resolve("nowhere"));

    assertRefusedWithoutTrace();
  }

  @Test
  void prefix_that_is_a_file_is_refused() throws Exception {
    Files.writeString(prefix, "mine");

    assertRefusedWithoutTrace();
  }

  @Test
  void prefix_that_holds_something_else_is_refused() throws Exception {
    Files.writeString(Files.createDirectories(prefix).resolve("thesis.odt"), "years of work");

    assertRefusedWithoutTrace();
  }

  @Test
  void prefix_that_everybody_may_write_to_is_refused() throws Exception {
    Files.createDirectories(prefix);
    Files.setPosixFilePermissions(prefix, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertRefusedWithoutTrace();
  }

  @Test
  void prefix_below_a_folder_that_everybody_may_write_to_is_refused() throws Exception {
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertRefusedWithoutTrace();
  }

  @Test
  void prefix_that_another_group_may_write_to_is_refused() throws Exception {
    Files.createDirectories(prefix);
    open(prefix, STAFF);

    assertRefusedWithoutTrace();
    assertThat(install().err()).contains("chmod g-w");
  }

  /// What `umask 002` leaves where each user has a group of the same name.
  @Test
  void prefix_that_the_group_of_this_user_alone_may_write_to_is_taken() throws Exception {
    Files.createDirectories(prefix);
    open(prefix, Files.getAttribute(folder, "unix:uid"));

    var run = install();

    assertThat(run.status()).as(run.err()).isZero();
  }

  @Test
  void prefix_below_a_folder_that_another_group_may_write_to_is_refused() throws Exception {
    open(home, STAFF);

    var run = installAsNobody();

    assertThat(run.status()).as(run.err()).isEqualTo(6);
    assertThat(run.err()).contains("its group may write to, above the prefix", "chmod g-w");
    assertThat(prefix).doesNotExist();
  }

  @Test
  void user_who_is_not_root_installs_upgrades_and_mends_in_a_folder_of_its_own() throws Exception {
    var first = runAsNobody("install", bundle, "--trust", key, "--yes");
    bundle = new TestBundle(8).writeTo(folder.resolve("stick")).folder();
    var second = runAsNobody("install", bundle, "--yes");
    var again = runAsNobody("install", bundle, "--yes");
    var back = runAsNobody("rollback");

    assertThat(first.status()).as(first.err()).isZero();
    assertThat(second.status()).as(second.err()).isZero();
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(back.status()).as(back.err()).isZero();
    assertThat(prefix.resolve("current/docs/release.txt")).hasContent("release 7");
    assertThat(Files.getAttribute(prefix.resolve("store"), "unix:uid")).isEqualTo(NOBODY);
  }

  @Test
  void user_who_is_not_root_is_refused_where_root_has_installed() throws Exception {
    Files.createDirectories(prefix);

    var run = installAsNobody();

    assertThat(run.status()).as(run.err()).isEqualTo(6);
    assertThat(run.err()).contains("a folder of another user (id 0)");
  }

  private InstallerRun installAsNobody() throws Exception {
    return runAsNobody("install", bundle, "--trust", key, "--yes");
  }

  private InstallerRun runAsNobody(Object... arguments) throws Exception {
    giveAway(home);
    for (var path = bundle; path != null && path.startsWith(folder); path = path.getParent()) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    var command = new ArrayList<>(List.of("/usr/bin/setpriv", "--reuid=65534", "--regid=65534"));
    command.add("--clear-groups");
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--prefix", prefix));
    var programs = Files.createDirectories(folder.resolve("programs"));
    command.addAll(InstallerRun.readableCommand(programs, all.toArray()));
    return InstallerRun.process(command, Map.of());
  }

  private static void open(Path path, Object group) throws IOException {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "only root can give a folder to a group");
    Files.setAttribute(path, "unix:gid", group);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxr-x"));
  }

  @Test
  void prefix_of_another_user_is_refused() throws Exception {
    Files.createDirectories(prefix);
    giveAway(prefix);

    assertRefusedWithoutTrace();
  }

  @Test
  void prefix_below_a_folder_of_another_user_is_refused() throws Exception {
    giveAway(home);

    assertRefusedWithoutTrace();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"store", "releases", "bin", "trust", "log", "derived", "store/sha256", ".lock"})
  void planted_link_in_a_new_prefix_is_not_followed(String place) throws Exception {
    var link = prefix.resolve(place);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, place.equals(".lock") ? canary.resolve("file") : canary);
    var before = Tree.of(canary);

    var run = install();

    assertThat(run.status()).as(run.err()).isEqualTo(6);
    assertThat(Tree.of(canary)).isEqualTo(before);
  }

  static Stream<String> folders() {
    return Stream.of("store", "releases", "bin", "trust", "log", "derived", "store/sha256");
  }

  @ParameterizedTest
  @MethodSource("folders")
  void planted_link_in_an_installation_is_not_followed(String place) throws Exception {
    assertThat(install().status()).isZero();
    var real = prefix.resolve(place);
    var aside = folder.resolve("aside");
    Files.move(real, aside);
    Files.createSymbolicLink(real, aside);
    var before = Tree.of(aside);
    bundle = new TestBundle(8).writeTo(folder.resolve("stick")).folder();

    var run = install();

    assertThat(run.status()).as(run.err()).isEqualTo(6);
    assertThat(run.err()).contains(place);
    assertThat(Tree.of(aside)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"log", ".env", "bin/voxcrate", "trust/state.json"})
  void planted_link_in_place_of_a_file_is_not_written_through(String place) throws Exception {
    assertThat(install().status()).isZero();
    var victim = Files.writeString(canary.resolve("victim"), "victim");
    var file = prefix.resolve(place);
    if (Files.isDirectory(file)) {
      try (Stream<Path> logs = Files.list(file)) {
        file = logs.findFirst().orElseThrow();
      }
    }
    Files.delete(file);
    Files.createSymbolicLink(file, victim);
    bundle = new TestBundle(8).writeTo(folder.resolve("stick")).folder();

    install();

    assertThat(victim).hasContent("victim");
  }

  /// What is in the store has another name elsewhere, and is changed through it; size and rights
  /// stay.
  @Test
  void content_changed_through_another_hard_link_is_not_believed() throws Exception {
    assertThat(install().status()).isZero();
    var shared = prefix.resolve("current/docs/same in every release.txt");
    var other = Files.createLink(folder.resolve("other name"), shared.toRealPath());
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(other, "evil!!");
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("r--r--r--"));
    bundle = new TestBundle(8).writeTo(folder.resolve("stick")).folder();

    var run = install();

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(prefix.resolve("current/docs/same in every release.txt")).hasContent("shared");
    assertThat(other).hasContent("evil!!");
  }

  private static void giveAway(Path path) throws IOException {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "only root can give a folder away");
    Files.setAttribute(path, "unix:uid", NOBODY);
  }
}
