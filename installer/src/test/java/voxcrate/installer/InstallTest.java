package voxcrate.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundle.Digest;
import voxcrate.json.JsonReader;

/// Installs, upgrades and mends as an operator would, on a real disk.
final class InstallTest {
  @TempDir Path folder;

  private Path medium;
  private Path prefix;
  private Path key;

  @BeforeEach
  void prepare() throws IOException {
    medium = folder.resolve("my stick");
    prefix = folder.resolve("the prefix");
    key = TestBundle.keyFile(folder.resolve("paper"), TestBundle.KEY);
  }

  private InstallerRun install(Path bundle) {
    return InstallerRun.of("install", bundle, "--prefix", prefix, "--trust", key, "--yes");
  }

  /// Later installs need nothing but the medium.
  private InstallerRun installAgain(Path bundle) {
    return InstallerRun.of("install", bundle, "--prefix", prefix, "--yes");
  }

  private static void assertDone(InstallerRun run) {
    assertThat(run.status()).as(run.err()).isZero();
  }

  private String engineSays() throws Exception {
    var run =
        InstallerRun.process(List.of(prefix.resolve("bin/voxcrate").toString(), "x y"), Map.of());
    assertDone(run);
    return run.out().strip();
  }

  @Test
  void first_install_lays_out_a_working_release() throws Exception {
    var bundle = new TestBundle(7).writeTo(medium);
    var name = TestBundle.releaseName(bundle);

    var run = install(bundle.folder());

    assertDone(run);
    assertThat(Files.readSymbolicLink(prefix.resolve("current")))
        .isEqualTo(Path.of("releases", name));
    assertThat(Files.readSymbolicLink(prefix.resolve("models")))
        .isEqualTo(Path.of("current/models"));
    assertThat(prefix.resolve("models/torch/voxcrate-demo/segmentation/model.onnx"))
        .hasContent("weights ".repeat(2000));
    assertThat(prefix.resolve("data")).isEmptyDirectory();
    assertThat(engineSays()).isEqualTo("release 7: x y");
  }

  @Test
  void settings_hold_no_secret_and_no_place() throws Exception {
    assertDone(install(new TestBundle(7).writeTo(medium).folder()));

    var settings = prefix.resolve(".env");

    assertThat(settings)
        .content()
        .contains("MODEL_CACHE_DIR=", "MIN_SPEAKERS=1", "MAX_SPEAKERS=20", "LANGUAGE=")
        .doesNotContain(folder.toString());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settings)))
        .isEqualTo("rw-r--r--");
  }

  @Test
  void medium_with_one_bundle_may_be_named_itself() throws Exception {
    new TestBundle(7).writeTo(medium);

    assertDone(install(medium));

    assertThat(engineSays()).startsWith("release 7");
  }

  @Test
  void medium_with_two_bundles_is_refused_and_both_named() throws Exception {
    new TestBundle(7).writeTo(medium);
    new TestBundle(8).writeTo(medium);

    var run = install(medium);

    assertThat(run.status()).isEqualTo(7);
    assertThat(run.err()).contains("voxcrate-7", "voxcrate-8");
    assertThat(prefix).doesNotExist();
  }

  @Test
  void stored_files_have_the_digest_that_is_their_name_and_cannot_be_written() throws Exception {
    assertDone(install(new TestBundle(7).writeTo(medium).folder()));

    var stored = files(prefix.resolve("store"));

    assertThat(stored).isNotEmpty();
    for (var file : stored) {
      assertThat(Digest.of(file).hex()).isEqualTo(String.valueOf(file.getFileName()));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isIn("r--r--r--", "r-xr-xr-x");
      assertThat((int) Files.getAttribute(file, "unix:nlink")).isGreaterThan(1);
    }
  }

  @Test
  void content_carried_once_lies_in_both_places_and_in_both_modes() throws Exception {
    assertDone(install(new TestBundle(7).writeTo(medium).folder()));

    var current = prefix.resolve("current");

    assertThat(
            Files.isSameFile(
                current.resolve("models/torch/voxcrate-demo/segmentation/model.onnx"),
                current.resolve("models/torch/voxcrate-demo/copy/model.onnx")))
        .isTrue();
    assertThat(current.resolve("bin/voxcrate-installer")).isExecutable();
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(current.resolve("docs/voxcrate-installer.txt"))))
        .isEqualTo("r--r--r--");
  }

  @Test
  void upgrade_needs_no_key_keeps_the_release_before_and_drops_older_ones() throws Exception {
    var first = new TestBundle(7).writeTo(medium);
    var second = new TestBundle(8).writeTo(medium);
    var third = new TestBundle(9).writeTo(medium);

    assertDone(install(first.folder()));
    assertDone(installAgain(second.folder()));
    assertDone(installAgain(third.folder()));

    assertThat(engineSays()).startsWith("release 9");
    assertThat(prefix.resolve("releases").resolve(TestBundle.releaseName(second))).isDirectory();
    assertThat(prefix.resolve("releases").resolve(TestBundle.releaseName(first))).doesNotExist();
    assertThat(files(prefix.resolve("store")))
        .noneMatch(file -> Digest.of(file).equals(Digest.of("release 7")));
  }

  @Test
  void upgrade_leaves_transcripts_and_settings_alone() throws Exception {
    assertDone(install(new TestBundle(7).writeTo(medium).folder()));
    Files.writeString(prefix.resolve("data/meeting.txt"), "said");
    Files.writeString(prefix.resolve(".env"), "MAX_SPEAKERS=3\n");

    assertDone(installAgain(new TestBundle(8).writeTo(medium).folder()));

    assertThat(prefix.resolve("data/meeting.txt")).hasContent("said");
    assertThat(prefix.resolve(".env")).hasContent("MAX_SPEAKERS=3\n");
  }

  @Test
  void same_bundle_again_changes_nothing() throws Exception {
    var bundle = new TestBundle(7).writeTo(medium);
    assertDone(install(bundle.folder()));
    var before = Tree.withoutTimes(prefix.resolve("releases"));
    var store = Tree.of(prefix.resolve("store"));

    assertDone(installAgain(bundle.folder()));

    assertThat(Tree.withoutTimes(prefix.resolve("releases"))).isEqualTo(before);
    assertThat(Tree.of(prefix.resolve("store"))).isEqualTo(store);
  }

  @Test
  void same_bundle_again_mends_changed_missing_and_extra_files() throws Exception {
    var bundle = new TestBundle(7).writeTo(medium);
    assertDone(install(bundle.folder()));
    var before = Tree.withoutTimes(prefix.resolve("current").toRealPath());
    damage(prefix.resolve("current/models/torch/voxcrate-demo/segmentation/model.onnx"));
    Files.delete(prefix.resolve("current/docs/release.txt"));
    Files.delete(prefix.resolve("bin/voxcrate"));

    assertDone(installAgain(bundle.folder()));

    assertThat(Tree.withoutTimes(prefix.resolve("current").toRealPath())).isEqualTo(before);
    assertThat(engineSays()).startsWith("release 7");
  }

  /// More than one piece of what is written past the page cache, and no multiple of anything.
  @Test
  void large_content_is_laid_out_upgraded_and_mended_whole() throws Exception {
    var old = "weights 7 ".repeat(530_000) + "end";
    var weights = "weights 8 ".repeat(950_000) + "end";
    var model = prefix.resolve("models/large.onnx");
    assertDone(
        install(
            new TestBundle(7)
                .file("models/large.onnx", old)
                .largeVolumes()
                .writeTo(medium)
                .folder()));
    assertThat(Digest.of(model)).isEqualTo(Digest.of(old));
    var bundle =
        new TestBundle(8)
            .file("models/large.onnx", weights)
            .largeVolumes()
            .writeTo(medium)
            .folder();
    assertDone(installAgain(bundle));
    assertThat(Digest.of(model)).isEqualTo(Digest.of(weights));

    // Its beginning is still the same, and is taken from the store.
    open(model);
    try (var file = new java.io.RandomAccessFile(model.toRealPath().toFile(), "rw")) {
      file.seek(9_000_000);
      file.write(1);
    }
    Files.setPosixFilePermissions(model, PosixFilePermissions.fromString("r--r--r--"));
    assertDone(installAgain(bundle));

    assertThat(Digest.of(model)).isEqualTo(Digest.of(weights));
    assertThat(prefix.resolve(".incoming")).doesNotExist();
  }

  @Test
  void upgrade_writes_what_it_changes_and_not_what_it_shares() throws Exception {
    var shared = "shared ".repeat(600_000);
    assertDone(
        install(
            new TestBundle(7)
                .file("models/shared.onnx", shared)
                .file("models/own.onnx", "own 7 ".repeat(36_000))
                .largeVolumes()
                .writeTo(medium)
                .folder()));
    var bundle =
        new TestBundle(8)
            .file("models/shared.onnx", shared)
            .file("models/own.onnx", "own 8 ".repeat(36_000))
            .largeVolumes()
            .writeTo(medium)
            .folder();
    long all = 4_200_000 + 216_000;
    long before = bytesWritten();

    assertDone(installAgain(bundle));

    // A twentieth, and what an install writes anyway: state, launchers, evidence, log.
    assertThat(bytesWritten() - before).isBetween(216_000L, all * 5 / 100 + 100_000);
    assertThat(Files.getAttribute(prefix.resolve("models/shared.onnx").toRealPath(), "unix:nlink"))
        .as("the store's name and one in each release")
        .isEqualTo(3);
  }

  /// By all system calls of this process, the page cache or not.
  private static long bytesWritten() throws IOException {
    var counters = Path.of("/proc/self/io");
    Assumptions.assumeTrue(
        Files.isReadable(counters), "this system does not count what is written");
    return Files.readAllLines(counters).stream()
        .filter(line -> line.startsWith("wchar: "))
        .mapToLong(line -> Long.parseLong(line.substring("wchar: ".length())))
        .sum();
  }

  @Test
  void damaged_store_file_is_not_used_for_another_release() throws Exception {
    assertDone(install(new TestBundle(7).writeTo(medium).folder()));
    damage(prefix.resolve("current/docs/same in every release.txt"));

    assertDone(installAgain(new TestBundle(8).writeTo(medium).folder()));

    assertThat(prefix.resolve("current/docs/same in every release.txt")).hasContent("shared");
  }

  @Test
  void moved_prefix_still_works() throws Exception {
    assertDone(install(new TestBundle(7).writeTo(medium).folder()));
    var moved = folder.resolve("elsewhere");

    Files.move(prefix, moved);
    prefix = moved;

    assertThat(engineSays()).isEqualTo("release 7: x y");
    assertDone(InstallerRun.of("status", "--prefix", moved));
  }

  @Test
  void another_user_with_an_empty_environment_can_use_the_installation() throws Exception {
    assumeRoot();
    open(folder);
    assertDone(install(new TestBundle(7).writeTo(medium).folder()));
    var command = new ArrayList<>(List.of("/usr/bin/setpriv", "--reuid=65534", "--regid=65534"));
    command.addAll(List.of("--clear-groups", prefix.resolve("bin/voxcrate").toString(), "x"));

    var run = InstallerRun.process(command, Map.of());

    assertThat(run.out().strip()).as(run.err()).isEqualTo("release 7: x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"000", "077"})
  void umask_decides_nothing(String umask) throws Exception {
    var bundle = new TestBundle(7).writeTo(medium).folder();
    var command = new ArrayList<>(List.of("/bin/sh", "-c", "umask $0; exec \"$@\"", umask));
    command.addAll(
        InstallerRun.command("install", bundle, "--prefix", prefix, "--trust", key, "--yes"));

    assertDone(InstallerRun.process(command, Map.of()));

    try (Stream<Path> paths = Files.walk(prefix)) {
      for (var path : paths.filter(path -> !Files.isSymbolicLink(path)).toList()) {
        var rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        assertThat(rights)
            .as("%s", path)
            .matches(privatePath(path) ? "rw.------" : "r.[x-]r-[x-]r-[x-]");
      }
    }
  }

  private boolean privatePath(Path path) {
    return path.equals(prefix.resolve("data")) || path.equals(prefix.resolve(".lock"));
  }

  @Test
  void prefix_with_other_letters_works_without_a_locale() throws Exception {
    prefix = folder.resolve("B\u00fcro \u4e2d");
    var bundle = new TestBundle(7).writeTo(medium).folder();
    var locale = Map.of("LC_ALL", "C.UTF-8");

    var run =
        InstallerRun.process(
            InstallerRun.command("install", bundle, "--prefix", prefix, "--trust", key), locale);

    assertDone(run);
    assertThat(engineSays()).isEqualTo("release 7: x y");
  }

  @Test
  void linked_launcher_finds_its_installation() throws Exception {
    assertDone(install(new TestBundle(7).writeTo(medium).folder()));
    var links = Files.createDirectories(folder.resolve("links"));
    Files.createSymbolicLink(links.resolve("first"), Path.of("../the prefix/bin/voxcrate"));
    var second = Files.createSymbolicLink(links.resolve("second"), Path.of("first"));

    var run = InstallerRun.process(List.of(second.toString(), "a"), Map.of());

    assertThat(run.out().strip()).as(run.err()).isEqualTo("release 7: a");
  }

  @Test
  void dry_run_writes_nothing() throws Exception {
    var bundle = new TestBundle(7).writeTo(medium);
    var before = Tree.of(folder);

    var run =
        InstallerRun.of(
            "install", bundle.folder(), "--prefix", prefix, "--trust", key, "--dry-run");

    assertDone(run);
    assertThat(Tree.of(folder)).isEqualTo(before);
  }

  @Test
  void verify_writes_nothing() throws Exception {
    var bundle = new TestBundle(7).writeTo(medium);
    var before = Tree.of(folder);

    assertDone(InstallerRun.of("verify", bundle.folder(), "--trust", key));

    assertThat(Tree.of(folder)).isEqualTo(before);
  }

  @Test
  void status_and_install_speak_json() throws Exception {
    var bundle = new TestBundle(7).writeTo(medium);

    var installed =
        InstallerRun.of(
            "install", bundle.folder(), "--prefix", prefix, "--trust", key, "--yes", "--json");
    var status = InstallerRun.of("status", "--prefix", prefix, "--json");

    assertDone(installed);
    assertDone(status);
    assertThat(JsonReader.read(installed.out())).isNotNull();
    assertThat(status.out()).contains(TestBundle.releaseName(bundle));
  }

  @Test
  void roll_back_returns_to_the_release_before() throws Exception {
    assertDone(install(new TestBundle(7).writeTo(medium).folder()));
    assertDone(installAgain(new TestBundle(8).writeTo(medium).folder()));

    assertDone(InstallerRun.of("rollback", "--prefix", prefix));

    assertThat(engineSays()).startsWith("release 7");
    assertDone(installAgain(medium.resolve("voxcrate-8")));
    assertThat(engineSays()).startsWith("release 8");
  }

  @Test
  void roll_back_without_a_release_before_is_refused() throws Exception {
    assertDone(install(new TestBundle(7).writeTo(medium).folder()));

    var run = InstallerRun.of("rollback", "--prefix", prefix);

    assertThat(run.status()).isEqualTo(7);
    assertThat(run.err()).contains("VX-INSTALL-011");
  }

  @Test
  void uninstall_asks_first() throws Exception {
    assertDone(install(new TestBundle(7).writeTo(medium).folder()));
    var before = Tree.of(prefix);

    var run = InstallerRun.of("uninstall", "--prefix", prefix);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--yes");
    assertThat(Tree.of(prefix)).isEqualTo(before);
  }

  @Test
  void uninstall_leaves_transcripts_and_what_is_not_ours() throws Exception {
    assertDone(install(new TestBundle(7).writeTo(medium).folder()));
    Files.writeString(prefix.resolve("data/meeting.txt"), "said");
    Files.writeString(prefix.resolve("bin/mine"), "my own tool");
    Files.writeString(prefix.resolve("models/mine.onnx"), "my own model");
    var release = prefix.resolve("current").toRealPath();

    assertDone(InstallerRun.of("uninstall", "--prefix", prefix, "--yes"));

    assertThat(prefix.resolve("data/meeting.txt")).hasContent("said");
    assertThat(prefix.resolve("bin/mine")).hasContent("my own tool");
    assertThat(prefix.resolve("bin/voxcrate")).doesNotExist();
    try (Stream<Path> left = Files.walk(release)) {
      assertThat(left.filter(Files::isRegularFile))
          .containsExactly(release.resolve("models/mine.onnx"));
    }
    assertThat(prefix.resolve("store")).doesNotExist();
    assertThat(prefix.resolve("current")).doesNotExist();
  }

  @Test
  void uninstalled_folder_with_transcripts_can_be_installed_into_again() throws Exception {
    var bundle = new TestBundle(7).writeTo(medium);
    assertDone(install(bundle.folder()));
    Files.writeString(prefix.resolve("data/meeting.txt"), "said");
    assertDone(InstallerRun.of("uninstall", "--prefix", prefix, "--yes"));

    assertDone(install(bundle.folder()));

    assertThat(engineSays()).startsWith("release 7");
    assertThat(prefix.resolve("data/meeting.txt")).hasContent("said");
  }

  @Test
  void uninstall_without_transcripts_leaves_nothing() throws Exception {
    assertDone(install(new TestBundle(7).writeTo(medium).folder()));

    assertDone(InstallerRun.of("uninstall", "--prefix", prefix, "--yes"));

    assertThat(prefix).doesNotExist();
  }

  @Test
  void log_says_what_was_installed_by_which_key_and_nothing_about_places() throws Exception {
    var bundle = new TestBundle(7).writeTo(medium);
    assertDone(install(bundle.folder()));

    var log = files(prefix.resolve("log"));

    assertThat(log).hasSize(1);
    assertThat(log.getFirst())
        .content()
        .contains(
            TestBundle.releaseName(bundle), TestBundle.KEY.verifyingKey().fingerprint().toString())
        .doesNotContain(folder.toString());
  }

  private static void assumeRoot() {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "only root can become another user");
  }

  private static void open(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void damage(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(file, "X", StandardOpenOption.WRITE);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
