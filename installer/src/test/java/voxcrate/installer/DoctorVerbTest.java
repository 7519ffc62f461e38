package voxcrate.installer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundle.archive.BundleWriter.Written;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;

/// `doctor` as people type it: what it finds, and that the commands it prints mend it.
final class DoctorVerbTest {
  private static final String MODEL = "models/torch/voxcrate-demo/segmentation/model.onnx";

  @TempDir Path folder;

  private Home home;
  private Written bundle;

  @BeforeEach
  void install_one() throws Exception {
    home = new Home(folder);
    bundle = home.installFirst(new TestBundle(7));
  }

  private Path installed(String name) {
    return home.prefix().resolve("current").resolve(name);
  }

  /// What is not good, with its code.
  private List<Json.Obj> found(int status) throws Exception {
    var run = home.run("doctor", "--json");
    assertThat(run.status()).as(run.out() + run.err()).isEqualTo(status);
    return found(run);
  }

  private static List<Json.Obj> found(InstallerRun run) {
    return JsonReader.readObject(run.out().getBytes(UTF_8)).objects("findings").stream()
        .filter(finding -> finding.find("code").isPresent())
        // What this machine lacks is another test's matter.
        .filter(finding -> !List.of("disk", "machine", "graphics").contains(finding.text("check")))
        .toList();
  }

  private static List<String> codes(List<Json.Obj> findings) {
    return findings.stream().map(finding -> finding.text("code")).toList();
  }

  /// Runs the first remedy as a shell would.
  private static void follow(Json.Obj finding) throws Exception {
    var remedy = ((Json.Str) finding.array("remedy").getFirst()).value();
    var command = remedy.substring(remedy.indexOf(": ") + 2);
    var run =
        InstallerRun.process(List.of("/bin/sh", "-c", command), Map.of("PATH", "/usr/bin:/bin"));
    assertThat(run.status()).as(command + "\n" + run.err()).isZero();
  }

  private static void write(Path file, String text) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
  }

  @Test
  void sound_installation_is_good_and_stays_as_it_is() throws Exception {
    var before = Tree.withoutTimes(home.prefix());

    var people = home.done("doctor").out();

    assertThat(found(0)).isEmpty();
    assertThat(people)
        .contains(
            "good     files: ", "good     rights: ", "good     start: ", "good     inference: ");
    assertThat(Tree.withoutTimes(home.prefix())).isEqualTo(before);
  }

  @Test
  void changed_and_missing_files_are_named_and_a_repair_mends_them() throws Exception {
    write(installed(MODEL), "other weights");
    Files.delete(installed("docs/release.txt"));

    var found = found(6);

    assertThat(codes(found)).containsExactly("VX-DOCTOR-001");
    assertThat(found.getFirst().text("evidence")).contains(MODEL, "docs/release.txt", "1 missing");
    assertThat(found.getFirst().array("remedy").toString()).contains("repair");
    home.done("repair", bundle.folder(), "--yes");
    assertThat(found(0)).isEmpty();
  }

  @Test
  void damage_to_the_release_before_is_a_warning_and_pruning_ends_it() throws Exception {
    var old = home.prefix().resolve("releases").resolve(TestBundle.releaseName(bundle));
    home.upgrade(new TestBundle(8));
    write(old.resolve("docs/release.txt"), "other");

    var found = found(0);

    assertThat(codes(found)).containsExactly("VX-DOCTOR-001");
    assertThat(found.getFirst().array("remedy").toString()).contains("prune --all");
    home.done("prune", "--all");
    assertThat(found(0)).isEmpty();
  }

  @Test
  void file_that_nobody_signed_is_named_on_this_machine_and_not_in_the_report() throws Exception {
    Files.writeString(installed("models/hearing-of-miller.onnx"), "mine");
    var page = folder.resolve("page.txt");

    var said = home.run("doctor", "--report", page);

    assertThat(said.status()).isZero();
    assertThat(said.out()).contains("VX-DOCTOR-002", "hearing-of-miller.onnx");
    assertThat(page).content().contains("VX-DOCTOR-002").doesNotContain("miller");
    assertThat(home.run("doctor", "--strict").status()).isEqualTo(8);
  }

  @Test
  void manifest_that_does_not_fit_its_signature_vouches_for_nothing() throws Exception {
    var evidence = home.prefix().resolve("evidence").resolve(TestBundle.releaseName(bundle));
    var manifest = evidence.resolve("bundle.json");
    write(manifest, Files.readString(manifest).replace("1.0.7", "9.9.9"));

    assertThat(codes(found(6))).containsExactly("VX-DOCTOR-004");
  }

  @Test
  void launcher_that_was_changed_is_found() throws Exception {
    Files.writeString(home.prefix().resolve("bin/voxcrate"), "#!/bin/sh\nexit 0\n");

    assertThat(codes(found(6))).containsExactly("VX-DOCTOR-001");
    home.done("repair", bundle.folder(), "--yes");
    assertThat(found(0)).isEmpty();
  }

  @Test
  void folders_that_a_container_took_are_given_back_by_the_command_shown() throws Exception {
    assumeRoot();
    var taken = home.prefix().resolve("releases");
    chown(taken, installed("models").toRealPath(), installed(MODEL).toRealPath());

    var found = found(6);

    assertThat(codes(found)).containsExactly("VX-DOCTOR-005");
    assertThat(found.getFirst().array("remedy").toString())
        .contains("chown -hR 0:0 ", "the prefix");
    follow(found.getFirst());
    assertThat(found(0)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"releases", "store", "trust/state.json", "bin/voxcrate"})
  void rights_of_others_are_taken_away_by_the_command_shown(String name) throws Exception {
    var path = home.prefix().resolve(name);
    var rights = Files.getPosixFilePermissions(path);
    rights.add(java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE);
    Files.setPosixFilePermissions(path, rights);

    var found = found(6);

    assertThat(codes(found)).containsExactly("VX-DOCTOR-006");
    follow(found.getFirst());
    assertThat(found(0)).isEmpty();
  }

  @Test
  void file_that_another_account_cannot_read_is_found_from_both_sides() throws Exception {
    assumeRoot();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(
        installed(MODEL).toRealPath(), PosixFilePermissions.fromString("r--------"));
    var command =
        new ArrayList<>(
            List.of("/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    command.addAll(
        InstallerRun.readableCommand(
            folder.resolve("programs"), "doctor", "--prefix", home.prefix(), "--json"));

    var owner = found(0);
    var other = InstallerRun.process(command, Map.of());

    assertThat(codes(owner)).containsExactly("VX-DOCTOR-007");
    assertThat(other.status()).as(other.err()).isEqualTo(6);
    assertThat(codes(found(other))).containsExactlyInAnyOrder("VX-DOCTOR-003", "VX-DOCTOR-007");
    follow(owner.getFirst());
    assertThat(found(0)).isEmpty();
  }

  @Test
  void engine_that_hears_something_else_is_not_to_be_used() throws Exception {
    // It was good when it was installed.
    var marker = folder.resolve("broken");
    home.upgrade(
        new TestBundle(8).selfTest("test ! -e '" + marker + "' || { echo 'DER 80 %'; exit 1; }"));
    Files.createFile(marker);

    var found = found(6);

    assertThat(codes(found)).containsExactly("VX-DOCTOR-019");
    assertThat(found.getFirst().text("evidence")).contains("DER 80 %");
    assertThat(home.run("doctor", "--no-inference").status()).isZero();
  }

  @Test
  void evidence_of_the_engine_is_shown() throws Exception {
    home.upgrade(
        new TestBundle(8)
            .selfTest(
                "echo '{\"checks\":[{\"name\":\"known recording on CPU\",\"result\":\"passed\","
                    + "\"evidence\":\"DER 1.2 %, 2 speakers\"},{\"name\":\"known words on CPU\","
                    + "\"result\":\"skipped\",\"evidence\":\"no model\"}]}'"));

    var said = home.done("doctor").out();

    assertThat(said)
        .contains(
            "good     inference: known recording on CPU: DER 1.2 %, 2 speakers",
            "skipped  inference: known words on CPU: no model");
  }

  @Test
  void engine_that_does_not_start_is_found() throws Exception {
    Files.setPosixFilePermissions(
        installed("bin/voxcrate").toRealPath(), PosixFilePermissions.fromString("r--r--r--"));

    assertThat(codes(found(6))).containsExactly("VX-DOCTOR-018");
  }

  @Test
  void damaged_memory_is_a_finding_and_the_rest_is_looked_at() throws Exception {
    Files.writeString(home.prefix().resolve("trust/state.json"), "{");
    Files.delete(installed("docs/release.txt"));

    assertThat(codes(found(6))).containsExactly("VX-INSTALL-025", "VX-DOCTOR-001");
  }

  @Test
  void machine_without_an_installation_can_be_looked_at() throws Exception {
    var run = InstallerRun.of("doctor", "--prefix", folder.resolve("empty"));

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("nothing is installed", "glibc");
    assertThat(folder.resolve("empty")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"page.txt", "page.html"})
  void report_names_no_person_machine_or_place(String name) throws Exception {
    var page = folder.resolve(name);
    write(installed(MODEL), "other weights");
    var home = System.getProperty("user.home");
    System.setProperty("user.home", this.home.home().toString());
    var user = System.getProperty("user.name");
    System.setProperty("user.name", "miller");

    InstallerRun run;
    try {
      run = this.home.run("doctor", "--report", page);
    } finally {
      System.setProperty("user.home", home);
      System.setProperty("user.name", user);
    }

    assertThat(run.status()).isEqualTo(6);
    assertThat(page)
        .content()
        .contains("VX-DOCTOR-001", MODEL, "PREFIX/bin/voxcrate-installer", "repair")
        .doesNotContain(folder.toString(), "the prefix", "miller");
  }

  private static void assumeRoot() {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "only root can become another user");
  }

  private static void chown(Path... paths) throws IOException {
    for (var path : paths) {
      Files.setAttribute(path, "unix:uid", 65534);
    }
  }
}
