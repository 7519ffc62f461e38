package voxcrate.bundle.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.problem.ToolException;

final class SigningKeyTest {
  private static final byte[] MESSAGE = "a manifest".getBytes(UTF_8);

  @TempDir Path folder;

  @Test
  void signature_verifies_and_is_the_same_each_time() {
    var key = SigningKey.generate();

    assertThat(key.verifyingKey().verifies(MESSAGE, key.sign(MESSAGE))).isTrue();
    assertThat(key.sign(MESSAGE)).isEqualTo(key.sign(MESSAGE));
    assertThat(key.verifyingKey().verifies("another".getBytes(UTF_8), key.sign(MESSAGE))).isFalse();
  }

  @Test
  void encrypted_key_reads_back_with_its_passphrase_only() {
    var key = SigningKey.generate();
    var pem = key.pem("correct horse".toCharArray());

    assertThat(SigningKey.isEncrypted(pem)).isTrue();
    assertThat(
            SigningKey.ofPem(pem, "correct horse".toCharArray(), "test")
                .verifyingKey()
                .fingerprint())
        .isEqualTo(key.verifyingKey().fingerprint());
    assertThatThrownBy(() -> SigningKey.ofPem(pem, "wrong".toCharArray(), "test"))
        .isInstanceOf(ToolException.class)
        .hasMessageNotContaining("wrong");
    assertThatThrownBy(() -> SigningKey.ofPem(pem, null, "test")).isInstanceOf(ToolException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ecparam -name secp384r1 -genkey",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384",
        "genpkey -algorithm ED25519"
      })
  void key_of_openssl_is_accepted_and_openssl_agrees_on_its_public_part(String arguments)
      throws Exception {
    assumeTrue(openssl("version") == 0, "openssl is missing");
    assertThat(openssl(arguments + " -out key.pem")).isZero();
    assertThat(openssl("pkey -in key.pem -pubout -out public.pem")).isZero();

    var key = SigningKey.ofPem(Files.readString(folder.resolve("key.pem")), null, "key.pem");

    assertThat(key.verifyingKey().pem()).isEqualTo(Files.readString(folder.resolve("public.pem")));
    assertThat(key.verifyingKey().verifies(MESSAGE, key.sign(MESSAGE))).isTrue();
  }

  @Test
  void openssl_reads_our_encrypted_key() throws Exception {
    assumeTrue(openssl("version") == 0, "openssl is missing");
    var key = SigningKey.generate();
    Files.writeString(folder.resolve("ours.key"), key.pem("correct horse".toCharArray()));

    assertThat(openssl("pkey -in ours.key -passin pass:correct\\ horse -pubout -out public.pem"))
        .isZero();
    assertThat(Files.readString(folder.resolve("public.pem"))).isEqualTo(key.verifyingKey().pem());
  }

  private int openssl(String arguments) throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-c", "openssl " + arguments)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "rubbish"})
  void what_is_no_key_is_refused(String text) {
    assertThatThrownBy(() -> TrustedKey.ofPem(text, "a file")).isInstanceOf(ToolException.class);
    assertThatThrownBy(() -> SigningKey.ofPem(text, null, "a file"))
        .isInstanceOf(ToolException.class);
  }

  @Test
  void fingerprint_is_read_as_people_copy_it() {
    var fingerprint = SigningKey.generate().verifyingKey().fingerprint();

    assertThat(Fingerprint.parse(fingerprint.grouped().toUpperCase(java.util.Locale.ROOT)))
        .isEqualTo(fingerprint);
  }
}
