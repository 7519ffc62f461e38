package voxcrate.installer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

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
import voxcrate.json.JsonReader;

/// `status` as people type it: what is installed, and what the disk shows where memory fails.
final class StatusVerbTest {
  @TempDir Path folder;

  private Home home;

  @BeforeEach
  void prepare() {
    home = new Home(folder);
  }

  @Test
  void says_version_signer_room_trust_and_the_release_before() throws Exception {
    var first = home.installFirst(new TestBundle(7));
    var second = home.upgrade(new TestBundle(8));
    Files.writeString(home.prefix().resolve("data/meeting.txt"), "said");

    var people = home.done("status").out();
    var programs = home.json("status");

    var label = TestBundle.KEY.verifyingKey().fingerprint().label();
    assertThat(people)
        .containsPattern(
            "current +"
                + TestBundle.releaseName(second)
                + ", version 1.0.8 of .*, signed by "
                + label)
        .containsPattern("previous +" + TestBundle.releaseName(first) + ", version 1.0.7")
        .contains("1 of 1 key must sign: " + label, "4 B in 1 file");
    assertThat(programs.text("current")).isEqualTo(TestBundle.releaseName(second));
    assertThat(programs.text("previous")).isEqualTo(TestBundle.releaseName(first));
    assertThat(programs.text("memory")).isEqualTo("known");
    assertThat(programs.integer("highestSequence")).isEqualTo(8);
    assertThat(programs.integer("transcriptBytes")).isEqualTo(4);
    assertThat(programs.integer("bytes")).isBetween(16_000L, 40_000L);
    assertThat(programs.objects("releases"))
        .extracting(release -> release.text("role"))
        .containsExactly("current", "previous");
    // Shared contents would stay.
    assertThat(programs.objects("releases").getLast().integer("ownBytes")).isBetween(1L, 2_000L);
  }

  @Test
  void says_so_where_nothing_is_installed() throws Exception {
    var status = home.json("status");

    assertThat(status.text("memory")).isEqualTo("empty");
    assertThat(status.find("current")).isEmpty();
    assertThat(home.done("status").out()).contains("nothing installed");
    assertThat(home.prefix()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"current\":",
        "not json",
        "[]",
        "{\"_type\":\"voxcrate-install-state/1\",\"current\":\"7-0123456789ab\","
            + "\"highestSequence\":7,\"floor\":1,\"newestTime\":\"2026-11-20T00:00:07Z\"}",
        "{\"highestSequence\":7,\"floor\":1,\"newestTime\":\"yesterday\",\"trusted\":{\"keys\":[],"
            + "\"threshold\":1,\"revokedKeys\":[],\"revokedBundles\":[]}}",
        "{\"current\":\"x\",\"highestSequence\":7,\"floor\":1,\"newestTime\":"
            + "\"2026-11-20T00:00:07Z\",\"trusted\":{\"keys\":[],\"threshold\":1,"
            + "\"revokedKeys\":[],\"revokedBundles\":[]}}",
        "{\"highestSequence\":1e99,\"floor\":1,\"newestTime\":\"2026-11-20T00:00:07Z\","
            + "\"trusted\":{}}"
      })
  void memory_that_cannot_be_read_is_said_with_what_the_disk_shows(String state) throws Exception {
    var bundle = home.installFirst(new TestBundle(7));
    Files.writeString(home.prefix().resolve("trust/state.json"), state);

    var people = home.run("status");
    var programs = home.run("status", "--json");

    assertThat(people.status()).isEqualTo(6);
    assertThat(people.out()).contains(TestBundle.releaseName(bundle), "damaged");
    assertThat(people.err()).contains("VX-INSTALL-025", "backup").doesNotContain("internal fault");
    assertThat(programs.status()).isEqualTo(6);
    assertThatCode(() -> JsonReader.read(programs.out())).doesNotThrowAnyException();
    assertThat(programs.out()).contains("\"memory\": \"damaged\"", "VX-INSTALL-025");
  }

  @ParameterizedTest
  @ValueSource(strings = {"install", "rollback", "prune", "trust list", "log"})
  void memory_that_cannot_be_read_stops_no_verb_with_an_internal_fault(String verb)
      throws Exception {
    var bundle = home.installFirst(new TestBundle(7));
    Files.writeString(home.prefix().resolve("trust/state.json"), "{\"current\":");
    var arguments = new ArrayList<Object>(List.of(verb.split(" ")));
    if (verb.equals("install")) {
      arguments.add(bundle.folder());
    }
    var before = Tree.of(home.prefix());

    var run = home.run(arguments.toArray());

    // The log does not need the memory.
    assertThat(run.status()).as(run.err()).isEqualTo(verb.equals("log") ? 0 : 6);
    assertThat(run.err()).doesNotContain("internal fault");
    assertThat(Tree.of(home.prefix())).isEqualTo(before);
  }

  @Test
  void installation_with_a_damaged_memory_can_be_removed_and_made_anew() throws Exception {
    var bundle = home.installFirst(new TestBundle(7));
    Files.writeString(home.prefix().resolve("data/meeting.txt"), "said");
    Files.writeString(home.prefix().resolve("trust/state.json"), "{");

    home.done("uninstall", "--yes");
    home.done("install", bundle.folder(), "--trust", home.key(), "--yes");

    assertThat(home.prefix().resolve("data/meeting.txt")).hasContent("said");
    assertThat(home.json("status").text("memory")).isEqualTo("known");
  }

  @Test
  void manifest_that_was_changed_since_does_not_pass_for_signed() throws Exception {
    var bundle = home.installFirst(new TestBundle(7));
    var manifest =
        home.prefix()
            .resolve("evidence")
            .resolve(TestBundle.releaseName(bundle))
            .resolve("bundle.json");
    Files.setPosixFilePermissions(manifest, PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(manifest, Files.readString(manifest).replace("1.0.7", "9.9.9"));

    assertThat(home.done("status").out()).contains("does not verify any more");
  }

  /// `/dev/full` is a disk without room.
  @Test
  void result_that_could_not_be_written_is_no_success() throws Exception {
    var command = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" > /dev/full", "sh"));
    command.addAll(InstallerRun.command("status", "--prefix", home.prefix()));

    var run = InstallerRun.process(command, Map.of("LC_ALL", "C.UTF-8"));

    assertThat(run.status()).isEqualTo(6);
    assertThat(run.err()).contains("VX-OUTPUT-001", "No space left on device");
  }

  @Test
  void second_account_may_look_and_has_a_folder_for_transcripts_of_its_own() throws Exception {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "only root can become another user");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    home.installFirst(new TestBundle(7));
    var before = Tree.of(home.prefix());

    var own = asNobody(Map.of("HOME", "/home/second", "XDG_DATA_HOME", "/home/second/data"));
    var named = asNobody(Map.of("VOXCRATE_DATA", "/srv/hearings"));
    var owner = home.json("status").text("dataFolder");

    assertThat(own).isEqualTo("/home/second/data/voxcrate");
    assertThat(named).isEqualTo("/srv/hearings");
    assertThat(owner).isEqualTo(home.prefix().resolve("data").toString());
    assertThat(Tree.of(home.prefix())).isEqualTo(before);
  }

  private String asNobody(Map<String, String> environment) throws Exception {
    var command = new ArrayList<>(List.of("/usr/bin/setpriv", "--reuid=65534", "--regid=65534"));
    command.add("--clear-groups");
    command.addAll(
        InstallerRun.readableCommand(
            folder.resolve("programs"), "status", "--prefix", home.prefix(), "--json"));
    var run = InstallerRun.process(command, environment);
    assertThat(run.status()).as(run.err()).isZero();
    return JsonReader.readObject(run.out().getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .text("dataFolder");
  }
}
