package voxcrate.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundle.archive.BundleWriter.Written;
import voxcrate.bundle.trust.SigningKey;

/// `log` as people type it, and the page for the officer's file.
final class LogVerbTest {
  @TempDir Path folder;

  private Home home;
  private Written first;

  @BeforeEach
  void install_one() throws Exception {
    home = new Home(folder);
    first = home.installFirst(new TestBundle(7));
  }

  @Test
  void tells_installs_roll_backs_and_changes_of_trust_in_order() throws Exception {
    home.upgrade(new TestBundle(8));
    home.done("rollback");
    var key = TestBundle.keyFile(folder.resolve("safe"), SigningKey.generate());
    home.done("trust", "add", key, "--yes");

    var entries = home.json("log").objects("entries");

    assertThat(entries)
        .extracting(entry -> entry.text("event"))
        .containsExactly("installed", "installed", "rolled back", "key added");
    assertThat(entries)
        .extracting(entry -> entry.text("result"))
        .containsExactly("in use", "in use", "in use", "in force");
    assertThat(entries.getFirst().text("bundle")).isEqualTo(first.id().toString());
    assertThat(entries.getFirst().array("checks")).hasSizeGreaterThan(3);
    assertThat(home.done("log").out())
        .contains("rolled back", "signed by " + TestBundle.KEY.verifyingKey().fingerprint());
  }

  @ParameterizedTest
  @ValueSource(strings = {"page.html", "page.txt"})
  void page_holds_bundle_fingerprints_checks_and_result_and_names_nobody(String name)
      throws Exception {
    var page = folder.resolve(name);

    home.done("log", "--page", page);

    assertThat(page)
        .content()
        .contains(
            "Installation log of Voxcrate",
            first.id().manifest().hex(),
            TestBundle.KEY.verifyingKey().fingerprint().grouped().substring(0, 19),
            "self-test of the engine on this machine: passed",
            "in use")
        .doesNotContain(folder.toString(), System.getProperty("user.home") + "/");
    // A later page takes the place of an earlier one.
    home.done("log", "--page", page);
  }

  @Test
  void page_does_not_overwrite_another_file() throws Exception {
    var letter = Files.writeString(folder.resolve("letter.txt"), "dear all");

    var run = home.run("log", "--page", letter);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("VX-INSTALL-027");
    assertThat(letter).hasContent("dear all");
  }

  @Test
  void page_that_cannot_be_written_is_said() throws Exception {
    var run = home.run("log", "--page", folder.resolve("nowhere/page.txt"));

    assertThat(run.status()).isEqualTo(6);
    assertThat(run.err()).contains("VX-INSTALL-028");
  }

  @Test
  void refusals_are_kept_where_that_was_asked_for() throws Exception {
    var foreign = new TestBundle(8).signedBy(SigningKey.generate()).writeTo(home.medium()).folder();
    home.done("log", "--keep-refusals");

    assertThat(home.run("install", foreign).status()).isEqualTo(5);
    assertThat(home.run("rollback").status()).isEqualTo(7);

    var log = home.json("log");
    assertThat(log.flag("refusalsKept")).isTrue();
    assertThat(log.objects("entries"))
        .extracting(entry -> entry.text("event"))
        .containsExactly("installed", "install refused", "roll back refused");
    assertThat(log.objects("entries").get(1).text("code")).startsWith("VX-BUNDLE-");
    assertThat(home.prefix().resolve("log/refusals.jsonl"))
        .content()
        .doesNotContain(folder.toString());
    home.done("uninstall", "--yes");
    assertThat(home.prefix()).doesNotExist();
  }

  @Test
  void line_that_was_cut_short_is_counted_and_the_others_are_told() throws Exception {
    var log = home.prefix().resolve("log/installs.jsonl");
    Files.writeString(log, Files.readString(log) + "{\"time\":\"2026");

    var run = home.run("log", "--json");

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("\"unreadable\": 1", "\"event\": \"installed\"");
    assertThat(run.err()).contains("1 lines");
  }

  @Test
  void nothing_installed_is_said() {
    var run = InstallerRun.of("log", "--prefix", folder.resolve("empty"));

    assertThat(run.status()).isEqualTo(7);
    assertThat(run.err()).contains("VX-INSTALL-009");
  }
}
