package voxcrate.bundle.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.problem.ToolException;

final class SigningKeyTest {
  private static final byte[] MESSAGE = "a manifest".getBytes(UTF_8);
  private static final String SECRET = "c\u00f6rrect horse";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(SignatureAlgorithm.class)
  void signature_verifies_and_is_the_same_each_time(SignatureAlgorithm algorithm) {
    var key = SigningKey.generate(algorithm);

    assertThat(key.verifyingKey().algorithm()).isEqualTo(algorithm);
    assertThat(key.verifyingKey().verifies(MESSAGE, key.sign(MESSAGE))).isTrue();
    assertThat(key.sign(MESSAGE)).isEqualTo(key.sign(MESSAGE));
    assertThat(key.verifyingKey().verifies("another".getBytes(UTF_8), key.sign(MESSAGE))).isFalse();
    assertThat(SigningKey.generate(algorithm).verifyingKey().verifies(MESSAGE, key.sign(MESSAGE)))
        .isFalse();
  }

  @Test
  void encrypted_key_reads_back_with_its_passphrase_only() {
    var key = SigningKey.generate();
    var pem = key.pem(SECRET.toCharArray());

    assertThat(SigningKey.isEncrypted(pem)).isTrue();
    assertThat(fingerprint(pem, SECRET)).isEqualTo(key.verifyingKey().fingerprint());
    assertThatThrownBy(() -> SigningKey.ofPem(pem, "wrong".toCharArray(), "test"))
        .isInstanceOf(ToolException.class)
        .hasMessageNotContaining("wrong");
    assertThatThrownBy(() -> SigningKey.ofPem(pem, null, "test")).isInstanceOf(ToolException.class);
  }

  private static Fingerprint fingerprint(String pem, @Nullable String passphrase) {
    var secret = passphrase == null ? null : passphrase.toCharArray();
    return SigningKey.ofPem(pem, secret, "test").verifyingKey().fingerprint();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ecparam -name secp384r1 -genkey",
        "ecparam -name secp384r1 -genkey -noout",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384",
        "ecparam -name secp384r1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt",
        "genpkey -algorithm ED25519",
        "genpkey -algorithm ED25519 -aes256 -pass file:secret",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -aes256 -pass file:secret",
        "ecparam -name secp384r1 -genkey -noout"
            + " | openssl pkcs8 -topk8 -v2 aes256 -passout file:secret",
        "ecparam -name secp384r1 -genkey -noout | openssl pkcs8 -topk8 -scrypt -passout"
            + " file:secret",
        "ecparam -name secp384r1 -genkey -noout"
            + " | openssl pkcs8 -topk8 -v2 aes128 -v2prf hmacWithSHA512 -passout file:secret",
      })
  void key_of_openssl_is_accepted_and_openssl_agrees_on_its_public_part(String arguments)
      throws Exception {
    assumeOpenssl();
    Files.writeString(folder.resolve("secret"), SECRET + "\n");
    done("openssl " + arguments + " > key.pem");
    done("openssl pkey -in key.pem -passin file:secret -pubout -out public.pem");
    var text = Files.readString(folder.resolve("key.pem"));

    var secret = SigningKey.isEncrypted(text) ? SECRET.toCharArray() : null;
    var key = SigningKey.ofPem(text, secret, "key.pem");

    assertThat(key.verifyingKey().pem()).isEqualTo(Files.readString(folder.resolve("public.pem")));
    assertThat(TrustedKey.inFile(folder.resolve("public.pem"))).isEqualTo(key.verifyingKey());
    assertThat(key.verifyingKey().verifies(MESSAGE, key.sign(MESSAGE))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "ECDSA_P384, dgst -sha384 -verify public.pem -signature message.sig message",
    "ED25519, pkeyutl -verify -pubin -inkey public.pem -rawin -in message -sigfile message.sig",
  })
  void openssl_reads_our_encrypted_key_and_verifies_our_signature(
      SignatureAlgorithm algorithm, String verify) throws Exception {
    assumeOpenssl();
    var key = SigningKey.generate(algorithm);
    Files.writeString(folder.resolve("secret"), SECRET + "\n");
    Files.writeString(folder.resolve("ours.key"), key.pem(SECRET.toCharArray()));
    Files.write(folder.resolve("message"), MESSAGE);
    Files.write(folder.resolve("message.sig"), key.sign(MESSAGE));

    done("openssl pkey -in ours.key -passin file:secret -pubout -out public.pem");

    assertThat(Files.readString(folder.resolve("public.pem"))).isEqualTo(key.verifyingKey().pem());
    done("openssl " + verify);
    Files.writeString(folder.resolve("message"), "other");
    assertThat(shell("openssl " + verify)).isNotZero();
  }

  @Test
  void openssl_signs_with_our_key_what_we_verify() throws Exception {
    assumeOpenssl();
    var key = SigningKey.generate();
    Files.writeString(folder.resolve("ours.key"), key.pem(null));
    Files.write(folder.resolve("message"), MESSAGE);

    done("openssl dgst -sha384 -sign ours.key -out message.sig message");

    var signature = Files.readAllBytes(folder.resolve("message.sig"));
    assertThat(key.verifyingKey().verifies(MESSAGE, signature)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256, another curve",
    "ecparam -name secp521r1 -genkey -noout, another curve",
    "ecparam -name brainpoolP384r1 -genkey -noout, another curve",
    "ecparam -name secp384r1 -genkey -noout -param_enc explicit, spelt out",
    "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048, neither ECDSA nor Ed25519",
    "genpkey -algorithm ED448, neither ECDSA nor Ed25519",
    "genpkey -algorithm X25519, neither ECDSA nor Ed25519",
    "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-384 -nodes -keyout /dev/null -subj /CN=x,"
        + " no private key",
  })
  void other_kinds_of_openssl_s_keys_are_refused_by_name(String arguments, String found)
      throws Exception {
    assumeOpenssl();
    done("openssl " + arguments + " > key.pem");
    var text = Files.readString(folder.resolve("key.pem"));

    assertThat(refusal(text).problem().found()).contains(found);
    done("openssl pkey -in key.pem -passin pass:x -pubout > public.pem || echo none > public.pem");
    assertThatThrownBy(() -> TrustedKey.inFile(folder.resolve("public.pem")))
        .isInstanceOf(ToolException.class);
  }

  @Test
  void key_in_openssl_s_old_encryption_is_refused_with_the_way_out() throws Exception {
    assumeOpenssl();
    done(
        "openssl ecparam -name secp384r1 -genkey -noout | openssl ec -aes256 -passout pass:x >"
            + " old");

    var found = refusal(Files.readString(folder.resolve("old"))).problem().found();

    assertThat(found).contains("openssl pkcs8 -topk8 -v2 aes256 -in OLD -out NEW");
    done("openssl pkcs8 -topk8 -v2 aes256 -in old -passin pass:x -out new -passout pass:y");
    assertThat(fingerprint(Files.readString(folder.resolve("new")), "y")).isNotNull();
  }

  private static ToolException refusal(String pem) {
    var refused =
        catchThrowableOfType(ToolException.class, () -> SigningKey.ofPem(pem, null, "a file"));
    assertThat(refused).as("accepted").isNotNull();
    return refused;
  }

  private void done(String command) throws Exception {
    assertThat(shell(command)).as(command).isZero();
  }

  private int shell(String command) throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-c", command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private void assumeOpenssl() throws Exception {
    assumeTrue(shell("openssl version") == 0, "openssl is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
        "-----BEGIN PUBLIC KEY-----\nAAA\n-----END PUBLIC KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        "-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END EC PRIVATE KEY-----\n",
        "-----BEGIN EC PRIVATE KEY-----\nMAcCAQEEAgEB\n-----END EC PRIVATE KEY-----\n",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----\n",
        "rubbish"
      })
  void what_is_no_key_is_refused(String text) {
    assertThatThrownBy(() -> TrustedKey.ofPem(text, "a file")).isInstanceOf(ToolException.class);
    refusal(text);
  }

  @Test
  void every_cut_of_a_key_is_refused_and_nothing_of_it_is_told() {
    var pem = SigningKey.generate().pem(null);
    var secret = pem.lines().skip(1).findFirst().orElseThrow();
    for (int length = 30; length < pem.length() - 30; length++) {
      var refused = refusal(pem.substring(0, length));
      assertThat(refused.problem().render()).doesNotContain(secret.substring(0, 12));
      assertThat(refused.getCause()).isNull();
    }
  }

  @Test
  void private_key_in_place_of_its_public_half_is_refused_by_name() {
    var pem = SigningKey.generate().pem(null);

    assertThatThrownBy(() -> TrustedKey.ofPem(pem, "a file"))
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("a private key")
        .hasMessageNotContaining(pem.lines().skip(1).findFirst().orElseThrow());
  }

  /// One key in two encodings would have two fingerprints, and count twice.
  static Stream<String> unusualEncodings() throws Exception {
    var p384 = SigningKey.generate().verifyingKey().key().getEncoded();
    var ed25519 = SigningKey.generate(SignatureAlgorithm.ED25519).verifyingKey().key().getEncoded();
    var hex = HexFormat.of();
    var compressed =
        "30463010"
            + "06072a8648ce3d0201"
            + "06052b81040022"
            + "03320002"
            + hex.formatHex(p384, 24, 72);
    var point = hex.formatHex(ed25519, 12, 44);
    return Stream.of(
        hex.formatHex(p384) + "00",
        compressed,
        hex.formatHex(ed25519) + "00",
        "302c300706032b65700500032100" + point,
        "30812a300506032b6570032100" + point,
        // 2^255 - 18: the point of y = 1, which has another encoding.
        "302a300506032b6570032100" + "ee" + "ff".repeat(30) + "7f");
  }

  @ParameterizedTest
  @MethodSource("unusualEncodings")
  void key_in_an_unusual_encoding_is_refused(String der) {
    var pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(HexFormat.of().parseHex(der))
            + "\n-----END PUBLIC KEY-----\n";

    assertThatThrownBy(() -> TrustedKey.ofPem(pem, "a file")).isInstanceOf(ToolException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85"
      })
  void point_for_which_anybody_can_sign_is_no_key(String point) {
    var pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder()
                .encodeToString(HexFormat.of().parseHex("302a300506032b6570032100" + point))
            + "\n-----END PUBLIC KEY-----\n";

    assertThatThrownBy(() -> TrustedKey.ofPem(pem, "a file"))
        .hasMessageContaining("for which anybody can sign");
  }

  @Test
  void point_beside_the_curve_is_no_key() {
    var der = SigningKey.generate().verifyingKey().key().getEncoded();
    der[der.length - 1] ^= 1;
    var pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(der)
            + "\n-----END PUBLIC KEY-----\n";

    assertThatThrownBy(() -> TrustedKey.ofPem(pem, "a file")).isInstanceOf(ToolException.class);
  }

  @Test
  void fingerprint_is_read_as_people_copy_it() {
    var fingerprint = SigningKey.generate().verifyingKey().fingerprint();

    assertThat(Fingerprint.parse(fingerprint.grouped().toUpperCase(Locale.ROOT)))
        .isEqualTo(fingerprint);
  }

  static List<String> malformedSignatures() {
    var n =
        "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf"
            + "581a0db248b0a77aecec196accc52973";
    var one = "020101";
    var order = "023100" + n;
    return List.of(
        "",
        "30",
        "3000",
        "3006020100020100",
        "3006020101020100",
        "3006020100020101",
        "3036" + order + one,
        "3036" + one + order,
        "3006" + "0201ff" + one,
        "300702020001" + one,
        "308106" + one + one,
        "3006" + one + one + "00",
        "3005" + one + one,
        "3007" + one + one,
        "3009" + one + one + one,
        "3003" + one,
        "3006020101030101",
        "3006" + "0200" + "02020101",
        "00".repeat(96),
        "ff".repeat(104),
        "30800201010201010000");
  }

  @ParameterizedTest
  @MethodSource("malformedSignatures")
  void malformed_signature_is_wrong_and_no_crash(String hex) {
    var signature = HexFormat.of().parseHex(hex);

    assertThat(SigningKey.generate().verifyingKey().verifies(MESSAGE, signature)).isFalse();
  }

  /// The same numbers in other bytes: a second file would look like another signature.
  @Test
  void good_signature_in_other_bytes_is_wrong() {
    var key = SigningKey.generate();
    for (int round = 0; round < 20; round++) {
      var message = ("message " + round).getBytes(UTF_8);
      var good = HexFormat.of().formatHex(key.sign(message));
      for (var other : otherBytes(good)) {
        assertThat(key.verifyingKey().verifies(message, HexFormat.of().parseHex(other)))
            .as(other)
            .isFalse();
      }
    }
  }

  private static List<String> otherBytes(String good) {
    int length = Integer.parseInt(good.substring(2, 4), 16);
    int first = Integer.parseInt(good.substring(6, 8), 16);
    var r = good.substring(8, 8 + 2 * first);
    var s = good.substring(8 + 2 * first + 4);
    return List.of(
        good + "00",
        "3081" + good.substring(2),
        "30820" + "0" + good.substring(2),
        String.format(
            Locale.ROOT, "30%02x02%02x00%s02%02x%s", length + 1, first + 1, r, s.length() / 2, s),
        String.format(
            Locale.ROOT, "30%02x02%02x%s02%02x00%s", length + 1, first, r, s.length() / 2 + 1, s));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 65, 128})
  void short_or_long_ed25519_signature_is_wrong(int length) {
    var key = SigningKey.generate(SignatureAlgorithm.ED25519);

    assertThat(
            key.verifyingKey()
                .verifies(MESSAGE, java.util.Arrays.copyOf(key.sign(MESSAGE), length)))
        .isFalse();
  }

  @Test
  void ed25519_signature_with_a_scalar_beyond_the_order_is_wrong() {
    var key = SigningKey.generate(SignatureAlgorithm.ED25519);
    var signature = key.sign(MESSAGE);
    // The order of the group, little-endian (RFC 8032): s + order signs the same in lax verifiers.
    var order =
        HexFormat.of().parseHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    int carry = 0;
    for (int i = 0; i < 32; i++) {
      int sum = Byte.toUnsignedInt(signature[32 + i]) + Byte.toUnsignedInt(order[i]) + carry;
      signature[32 + i] = (byte) sum;
      carry = sum >> 8;
    }

    assertThat(key.verifyingKey().verifies(MESSAGE, signature)).isFalse();
  }
}
