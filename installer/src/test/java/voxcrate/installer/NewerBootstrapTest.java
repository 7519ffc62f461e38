package voxcrate.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.trust.SigningKey;
import voxcrate.json.Json;

/// The bootstrap of a newer bundle on a machine that has an installation: it adopts the trust that
/// is installed, and adds none of its own.
final class NewerBootstrapTest {
  private static final SigningKey OTHER = SigningKey.generate();

  @TempDir Path folder;

  private Home home;
  private int count;

  @BeforeEach
  void install_from_the_first_bootstrap() throws Exception {
    home = new Home(folder);
    Files.createDirectories(home.home());
    var bundle = new TestBundle(7).writeTo(home.medium()).folder();
    assertThat(install(bundle, TestBundle.KEY).status()).isZero();
  }

  /// As the three lines of the card do it.
  private InstallerRun install(Path bundle, SigningKey... carried) throws Exception {
    var bootstrap = folder.resolve("bootstrap " + count++);
    var trust = Files.createDirectories(bootstrap.resolve("trust"));
    for (var key : carried) {
      var verifying = key.verifyingKey();
      Files.writeString(trust.resolve(verifying.fingerprint().label() + ".pem"), verifying.pem());
    }
    var command =
        new ArrayList<>(
            InstallerRun.command("install", bundle, "--prefix", home.prefix(), "--json"));
    command.add(1, "-Dvoxcrate.bootstrap=" + bootstrap);
    return InstallerRun.process(command, Map.of());
  }

  private List<String> trusted() throws IOException {
    return home.json("trust", "list").objects("keys").stream()
        .map(key -> key.text("fingerprint"))
        .toList();
  }

  private static String fingerprint(SigningKey key) {
    return key.verifyingKey().fingerprint().toString();
  }

  @Test
  void pinned_key_stays_and_the_key_that_came_along_is_not_added() throws Exception {
    var bundle = new TestBundle(8).writeTo(home.medium()).folder();

    var run = install(bundle, TestBundle.KEY, OTHER);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(trusted()).containsExactly(fingerprint(TestBundle.KEY));
    assertThat(home.json("trust", "list").integer("threshold")).isEqualTo(1);
  }

  @Test
  void bootstrap_without_the_pinned_key_installs_what_the_pinned_key_signed() throws Exception {
    var bundle = new TestBundle(8).writeTo(home.medium()).folder();

    var run = install(bundle, OTHER);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(trusted()).containsExactly(fingerprint(TestBundle.KEY));
  }

  @Test
  void bundle_by_the_key_that_came_along_is_refused() throws Exception {
    var bundle = new TestBundle(8).signedBy(OTHER).writeTo(home.medium()).folder();
    var before = Tree.of(home.home());

    var run = install(bundle, OTHER);

    assertThat(run.status()).isEqualTo(5);
    assertThat(Tree.of(home.home())).isEqualTo(before);
  }

  @Test
  void key_that_was_revoked_here_does_not_come_back_with_a_bootstrap() throws Exception {
    var safe = TestBundle.keyFile(folder.resolve("safe"), OTHER);
    home.done("trust", "add", safe, "--yes");
    home.done("trust", "remove", fingerprint(TestBundle.KEY), "--yes");
    var bundle = new TestBundle(8).writeTo(home.medium()).folder();

    var run = install(bundle, TestBundle.KEY);

    assertThat(run.status()).isEqualTo(5);
    assertThat(run.err()).contains("revoked");
    assertThat(trusted()).containsExactly(fingerprint(OTHER));
    assertThat(home.json("trust", "list").array("revokedKeys"))
        .containsExactly(Json.of(fingerprint(TestBundle.KEY)));
  }
}
