package voxcrate.bundler.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundle.trust.TrustedKey;
import voxcrate.bundler.VoxcrateBundler;
import voxcrate.bundler.build.ReleaseKey;
import voxcrate.cli.Program;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;

/// `keys generate` and `keys show` as people type them.
class KeysVerbsTest {
  private static final String SECRET = "horse battery";

  @TempDir Path folder;

  private record Answer(int status, String out, String err) {}

  private static Answer run(Object... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var words = java.util.Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new);
    int status =
        Program.run(
            new VoxcrateBundler(), new PrintWriter(out, true), new PrintWriter(err, true), words);
    return new Answer(status, out.toString(), err.toString());
  }

  private static Json.Obj json(Answer answer) {
    return JsonReader.readObject(answer.out().getBytes(UTF_8));
  }

  private Path secretFile() throws IOException {
    return Files.writeString(folder.resolve("secret"), SECRET + "\r\nanother line\n");
  }

  @ParameterizedTest
  @CsvSource({"ecdsa-p384, ECDSA P-384", "ed25519, Ed25519", "ED25519, Ed25519"})
  void a_key_of_the_wanted_kind_is_made_encrypted_and_shown(String algorithm, String kind)
      throws Exception {
    var name = folder.resolve("release");

    var made =
        run(
            "keys",
            "generate",
            "--out",
            name,
            "--algorithm",
            algorithm,
            "--passphrase-file",
            secretFile());
    var shown = run("keys", "show", name + ".pem");

    assertThat(made.status()).as(made.err()).isZero();
    var key = new ReleaseKey(folder.resolve("release.key"));
    assertThat(key.isEncrypted()).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key.file())))
        .isEqualTo("rw-------");
    var open = key.read(SECRET.toCharArray()).verifyingKey();
    assertThat(open).isEqualTo(TrustedKey.inFile(key.publicFile()));
    assertThat(shown.out())
        .contains(kind, open.fingerprint().grouped())
        .contains(String.join(" ", open.fingerprint().words().subList(0, 8)))
        .contains(String.join(" ", open.fingerprint().words().subList(24, 32)));
    assertThat(made.out() + made.err() + shown.out()).doesNotContain(SECRET);
  }

  @Test
  void the_usual_kind_is_p384() {
    var made = run("keys", "generate", "--out", folder.resolve("k"), "--no-passphrase", "--json");

    assertThat(json(made).text("algorithm")).isEqualTo("ecdsa-p384");
    assertThat(json(made).array("words")).hasSize(32);
    assertThat(run("keys", "generate", "--out", folder.resolve("x"), "--algorithm", "rsa").status())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"k.key", "k.pem"})
  void no_file_is_overwritten(String there) throws Exception {
    Files.writeString(folder.resolve(there), "mine");

    var answer = run("keys", "generate", "--out", folder.resolve("k"), "--no-passphrase");

    assertThat(answer.status()).isEqualTo(2);
    assertThat(folder.resolve(there)).hasContent("mine");
    assertThat(folder).isDirectoryNotContaining(file -> !file.endsWith(there));
  }

  @Test
  void an_empty_or_missing_passphrase_file_makes_no_key() throws Exception {
    var empty = Files.writeString(folder.resolve("empty"), "\nsecond line\n");

    for (var file : new Path[] {empty, folder.resolve("none"), folder}) {
      var answer = run("keys", "generate", "--out", folder.resolve("k"), "--passphrase-file", file);
      assertThat(answer.status()).as(answer.err()).isEqualTo(2);
      assertThat(answer.err()).contains("VX-BUNDLE-017");
    }
    assertThat(folder.resolve("k.key")).doesNotExist();
  }

  @Test
  void where_nothing_can_be_written_no_key_is_made() throws Exception {
    var file = Files.writeString(folder.resolve("file"), "");

    var answer = run("keys", "generate", "--out", file.resolve("k"), "--no-passphrase");

    assertThat(answer.status()).as(answer.err()).isEqualTo(6);
    assertThat(answer.err()).contains("VX-SIGN-003");
  }

  @Test
  void what_is_no_public_key_is_not_shown() throws Exception {
    run("keys", "generate", "--out", folder.resolve("k"), "--no-passphrase");
    var binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0x80, 0, 1, (byte) 0xff});

    for (var file : new Path[] {folder.resolve("none"), folder, folder.resolve("k.key"), binary}) {
      var answer = run("keys", "show", file);
      assertThat(answer.status()).as(answer.err()).isEqualTo(2);
      assertThat(answer.err()).contains("VX-BUNDLE-017");
      assertThat(answer.err()).doesNotContain(secretLine());
    }
  }

  private String secretLine() throws IOException {
    return Files.readAllLines(folder.resolve("k.key")).get(1);
  }

  @ParameterizedTest
  @CsvSource({"rw-r-----, true", "rw----r--, true", "rw--w----, true", "rw-------, false"})
  void a_key_that_others_may_read_is_used_with_a_warning(String rights, boolean warned)
      throws Exception {
    run("keys", "generate", "--out", folder.resolve("k"), "--no-passphrase");
    var key = folder.resolve("k.key");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(rights));
    var empty = Files.createDirectory(folder.resolve("empty"));

    var answer = run("sign", empty, "--key", key, "--trust", folder.resolve("k.pem"));

    assertThat(answer.err()).contains("VX-BUNDLE-001");
    assertThat(answer.err().contains("chmod 600 " + key)).isEqualTo(warned);
  }
}
