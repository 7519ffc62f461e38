package voxcrate.installer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.archive.BundleWriter.Written;
import voxcrate.bundle.trust.Fingerprint;
import voxcrate.bundle.trust.SigningKey;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;

/// `trust list`, `trust add`, `trust remove` as people type them.
final class TrustVerbsTest {
  private static final SigningKey OTHER = SigningKey.generate();
  private static final Fingerprint FIRST = TestBundle.KEY.verifyingKey().fingerprint();
  private static final Fingerprint SECOND = OTHER.verifyingKey().fingerprint();

  @TempDir Path folder;

  private Path medium;
  private Path prefix;
  private Path second;
  private Written installed;

  @BeforeEach
  void install_one() throws IOException {
    medium = folder.resolve("stick");
    prefix = Files.createDirectories(folder.resolve("home")).resolve("voxcrate");
    second = TestBundle.keyFile(folder.resolve("safe"), OTHER);
    var first = TestBundle.keyFile(folder.resolve("paper"), TestBundle.KEY);
    installed = new TestBundle(7).writeTo(medium);
    assertDone(run("install", installed.folder(), "--trust", first));
  }

  private InstallerRun run(Object... arguments) {
    var all = new java.util.ArrayList<Object>(List.of(arguments));
    all.addAll(List.of("--prefix", prefix));
    return InstallerRun.of(all.toArray());
  }

  private static void assertDone(InstallerRun run) {
    assertThat(run.status()).as(run.err()).isZero();
  }

  private static Json.Obj json(InstallerRun run) {
    return JsonReader.readObject(run.out().getBytes(UTF_8));
  }

  private void assertRefused(int status, String said, Object... arguments) throws IOException {
    var before = Tree.of(folder.resolve("home"));
    var run = run(arguments);
    assertThat(run.status()).as(run.err()).isEqualTo(status);
    assertThat(run.err()).contains(said);
    assertThat(Tree.of(folder.resolve("home"))).isEqualTo(before);
  }

  @Test
  void list_shows_fingerprints_for_paper_and_for_the_telephone() {
    var people = run("trust", "list");
    var programs = run("trust", "list", "--json");

    assertDone(people);
    assertThat(people.out())
        .contains("1 of 1 trusted keys", FIRST.grouped())
        .contains(String.join(" ", FIRST.words().subList(0, 8)));
    assertThat(json(programs).integer("threshold")).isEqualTo(1);
    assertThat(json(programs).objects("keys"))
        .extracting(key -> key.text("fingerprint"))
        .containsExactly(FIRST.toString());
    assertThat(json(programs).array("revokedKeys")).isEmpty();
  }

  @Test
  void add_asks_and_shows_what_to_compare() throws Exception {
    assertRefused(2, "VX-INSTALL-013", "trust", "add", second);

    assertThat(run("trust", "add", second).out())
        .contains(SECOND.grouped(), String.join(" ", SECOND.words().subList(24, 32)));
  }

  @Test
  void added_key_is_listed_logged_and_counts() throws Exception {
    var added = run("trust", "add", second, "--yes", "--json");

    assertDone(added);
    assertThat(json(added).flag("changed")).isTrue();
    assertThat(json(run("trust", "list", "--json")).objects("keys")).hasSize(2);
    assertThat(prefix.resolve("log/installs.jsonl"))
        .content()
        .contains("\"event\":\"key added\"", SECOND.toString())
        .doesNotContain(folder.toString());
    assertDone(run("install", new TestBundle(8).signedBy(OTHER).writeTo(medium).folder()));
  }

  @Test
  void the_same_again_changes_nothing() throws Exception {
    assertDone(run("trust", "add", second, "--yes"));
    assertDone(run("trust", "remove", FIRST, "--yes"));
    var before = Tree.of(prefix);

    var added = run("trust", "add", second, "--yes");
    var removed = run("trust", "remove", FIRST, "--yes");

    assertThat(added.out() + removed.out()).contains("nothing was changed");
    assertThat(Tree.of(prefix)).isEqualTo(before);
  }

  @Test
  void key_that_came_with_a_bundle_is_not_added() throws Exception {
    var beside = TestBundle.keyFile(installed.folder(), OTHER);
    var link = Files.createSymbolicLink(folder.resolve("harmless.pem"), beside);

    assertRefused(5, "VX-INSTALL-006", "trust", "add", beside, "--yes");
    assertRefused(5, "VX-INSTALL-006", "trust", "add", link, "--yes");
  }

  @Test
  void what_is_no_public_key_is_not_added() throws Exception {
    var rubbish = Files.writeString(folder.resolve("rubbish.pem"), "rubbish");
    var open = Files.writeString(folder.resolve("k.pem"), OTHER.pem(null));

    assertRefused(2, "VX-BUNDLE-017", "trust", "add", rubbish, "--yes");
    assertRefused(2, "a private key", "trust", "add", open, "--yes");
    assertRefused(2, "VX-INSTALL-005", "trust", "add", folder.resolve("none.pem"), "--yes");
  }

  @Test
  void remove_asks_first() throws Exception {
    assertDone(run("trust", "add", second, "--yes"));

    assertRefused(2, "VX-INSTALL-013", "trust", "remove", FIRST);
  }

  @Test
  void removed_key_is_revoked_and_its_releases_are_named() throws Exception {
    assertDone(run("trust", "add", second, "--yes"));

    var removed = run("trust", "remove", FIRST.label(), "--yes");

    assertDone(removed);
    assertThat(removed.err())
        .contains("release " + TestBundle.releaseName(installed), "goes on working");
    var list = json(run("trust", "list", "--json"));
    assertThat(list.objects("keys")).hasSize(1);
    assertThat(list.array("revokedKeys")).containsExactly(Json.of(FIRST.toString()));
    assertThat(prefix.resolve("log/installs.jsonl"))
        .content()
        .contains("\"event\":\"key revoked\"");
    assertRefused(5, "VX-BUNDLE-012", "install", new TestBundle(8).writeTo(medium).folder());
    assertThat(run("status").status()).isZero();
  }

  @Test
  void last_key_and_unknown_key_stay_and_the_way_out_is_told() throws Exception {
    assertRefused(5, "trust add FILE", "trust", "remove", FIRST, "--yes");
    assertRefused(2, "trust list", "trust", "remove", SECOND, "--yes");
    assertRefused(2, "VX-INSTALL-014", "trust", "remove", "nonsense", "--yes");
  }

  @Test
  void revoked_bundle_in_use_goes_on_working_and_is_told() {
    var bundle = "sha256:" + installed.id().manifest().hex();

    var revoked = run("trust", "remove", bundle, "--yes", "--json");
    var status = run("status", "--json");

    assertDone(revoked);
    assertThat(json(revoked).array("touched"))
        .containsExactly(Json.of(TestBundle.releaseName(installed)));
    assertThat(json(status).flag("currentRevoked")).isTrue();
    assertThat(run("status").out()).contains("revoked");
    assertThat(run("install", installed.folder()).err()).contains("VX-BUNDLE-012");
    assertThat(prefix.resolve("current/docs/release.txt")).hasContent("release 7");
  }

  @Test
  void uninstall_takes_all_keys_away() {
    assertDone(run("trust", "add", second, "--yes"));
    assertDone(run("trust", "remove", FIRST, "--yes"));

    assertDone(run("uninstall", "--yes"));

    assertThat(prefix).doesNotExist();
  }

  @Test
  void a_key_file_that_is_gone_or_another_s_is_not_overlooked() throws Exception {
    assertDone(run("trust", "add", second, "--yes"));
    var file = prefix.resolve("trust").resolve(SECOND.label() + ".pem");
    Files.writeString(file, TestBundle.KEY.verifyingKey().pem());
    assertRefused(2, SECOND.grouped(), "install", new TestBundle(8).writeTo(medium).folder());
    Files.delete(file);

    assertRefused(2, SECOND.grouped(), "install", new TestBundle(9).writeTo(medium).folder());
  }

  @Test
  void a_key_file_that_somebody_laid_down_counts_for_nothing() throws Exception {
    Files.copy(second, prefix.resolve("trust").resolve(SECOND.label() + ".pem"));

    assertRefused(
        5, "VX-BUNDLE-004", "install", new TestBundle(8).signedBy(OTHER).writeTo(medium).folder());
  }

  @Test
  void without_an_installation_nothing_is_listed() {
    var run = InstallerRun.of("trust", "list", "--prefix", folder.resolve("nowhere"));

    assertThat(run.status()).isEqualTo(7);
    assertThat(run.err()).contains("VX-INSTALL-009");
  }
}
