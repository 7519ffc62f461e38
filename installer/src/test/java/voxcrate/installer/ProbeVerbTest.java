package voxcrate.installer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;

/// `probe` as people type it, on the machine that runs the tests.
final class ProbeVerbTest {
  @TempDir Path folder;

  private Home home;

  @BeforeEach
  void prepare() {
    home = new Home(folder);
  }

  private static Json.Obj document(String text) {
    return JsonReader.readObject(text.getBytes(UTF_8));
  }

  @Test
  void profile_tells_what_a_builder_needs_and_the_form_is_numbered() throws Exception {
    var file = folder.resolve("machine.json");

    home.done("probe", "--out", file);

    var profile = document(Files.readString(file));
    assertThat(profile.text("_type")).isEqualTo("voxcrate-profile/1");
    assertThat(profile.object("platform").text("os")).isEqualTo("linux");
    assertThat(profile.object("platform").text("glibc")).matches("2\\.\\d+");
    assertThat(profile.object("processor").integer("threads")).isPositive();
    assertThat(profile.object("processor").text("flags")).contains("sse2");
    assertThat(profile.object("memory").integer("totalBytes"))
        .isGreaterThan(profile.object("memory").integer("availableBytes"));
    assertThat(profile.object("disks").object("prefix").integer("freeBytes")).isPositive();
    assertThat(profile.object("disks").object("tmp").find("noexec")).isPresent();
    assertThat(profile.object("graphics").text("state")).isIn("none", "unusable", "usable");
    assertThat(profile.find("installed")).isEmpty();
  }

  @Test
  void profile_tells_what_is_installed() throws Exception {
    var bundle = home.installFirst(new TestBundle(7));

    var installed = home.json("probe").object("installed");

    assertThat(installed.text("release")).isEqualTo(TestBundle.releaseName(bundle));
    assertThat(installed.integer("sequence")).isEqualTo(7);
    assertThat(installed.text("bundle")).isEqualTo(bundle.id().toString());
  }

  @Test
  void profile_names_no_person_machine_or_folder() throws Exception {
    home.installFirst(new TestBundle(7));
    var file = folder.resolve("machine.json");

    home.done("probe", "--out", file);

    assertThat(Files.readString(file))
        .doesNotContain(
            folder.toString(),
            "the prefix",
            System.getProperty("user.home") + "/",
            '"' + System.getProperty("user.name") + '"',
            '"' + Files.readString(Path.of("/proc/sys/kernel/hostname")).strip() + '"');
  }

  @Test
  void later_profile_takes_the_place_of_an_earlier_one_and_of_nothing_else() throws Exception {
    var file = folder.resolve("machine.json");
    home.done("probe", "--out", file);
    home.done("probe", "--out", file);
    var other = Files.writeString(folder.resolve("letter.txt"), "dear all");

    var run = home.run("probe", "--out", other);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("VX-INSTALL-027");
    assertThat(other).hasContent("dear all");
  }

  /// As on FAT: whose files they are is decided by whoever mounted it, and only the owner sets
  /// rights.
  @Test
  void profile_is_written_to_a_stick_that_somebody_else_has_mounted() throws Exception {
    assumeTrue(
        new ProcessBuilder("strace", "-qq", "-o", "/dev/null", "true").start().waitFor() == 0,
        "strace is missing or not allowed");
    var file = folder.resolve("machine.json");
    var command = new ArrayList<>(List.of("strace", "-f", "-qq", "-o", "/dev/null"));
    command.addAll(List.of("-e", "inject=chmod,fchmod,fchmodat:error=EPERM"));
    command.addAll(
        InstallerRun.command("probe", "--prefix", folder.resolve("none"), "--out", file));

    var run = InstallerRun.process(command, Map.of("PATH", System.getenv("PATH")));

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(document(Files.readString(file)).text("_type")).isEqualTo("voxcrate-profile/1");
  }

  @Test
  void without_a_file_the_profile_is_on_standard_output() throws Exception {
    assertThat(document(home.done("probe").out()).text("_type")).isEqualTo("voxcrate-profile/1");
  }
}
