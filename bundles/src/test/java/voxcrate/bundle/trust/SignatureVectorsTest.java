package voxcrate.bundle.trust;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Signatures that others have published: a few from the standards, and, where `scripts/oracles`
/// has installed them, all of NIST's for P-384 with SHA-384 and of Ed25519's authors.
final class SignatureVectorsTest {
  private static final HexFormat HEX = HexFormat.of();

  /// RFC 6979, A.2.6.
  private static final String P384_KEY =
      """
      -----BEGIN PRIVATE KEY-----
      ME4CAQAwEAYHKoZIzj0CAQYFK4EEACIENzA1AgEBBDBrnT2tLhuMHAWxmHW2ZZ9N4jw7Znvyl7qa
      pHdAeHE32JbVck5McKgl+HLJ6mDS7fU=
      -----END PRIVATE KEY-----
      """;

  @ParameterizedTest
  @CsvSource({
    "sample, "
        + "94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c"
        + "81a648152e44acf96e36dd1e80fabe46, "
        + "99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94f"
        + "a329c145786e679e7b82c71a38628ac8",
    "test, "
        + "8203b63d3c853e8d77227fb377bcf7b7b772e97892a80f36ab775d509d7a5feb"
        + "0542a7f0812998da8f1dd3ca3cf023db, "
        + "ddd0760448d42d8a43af45af836fce4de8be06b485e9b61b827c2f13173923e0"
        + "6a739f040649a667bf3b828246baa5a5"
  })
  void p384_signs_as_rfc_6979_says(String message, String r, String s) throws Exception {
    var key = SigningKey.ofPem(P384_KEY, null, "RFC 6979");
    var expected = der(r, s);

    assertThat(key.sign(message.getBytes(US_ASCII))).isEqualTo(expected);
    assertThat(key.verifyingKey().verifies(message.getBytes(US_ASCII), expected)).isTrue();
  }

  /// RFC 8032, 7.1, tests 1 to 3.
  @ParameterizedTest
  @CsvSource({
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60, "
        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a, '', "
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
        + "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb, "
        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c, 72, "
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7, "
        + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025, af82, "
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
  })
  void ed25519_signs_as_rfc_8032_says(String seed, String open, String message, String signature) {
    assertSigns(seed, open, HEX.parseHex(message), HEX.parseHex(signature));
  }

  private static void assertSigns(String seed, String open, byte[] message, byte[] signature) {
    var key = SigningKey.ofPem(ed25519Pem(seed), null, "RFC 8032");

    assertThat(HEX.formatHex(key.verifyingKey().key().getEncoded())).endsWith(open);
    assertThat(key.sign(message)).isEqualTo(signature);
    assertThat(key.verifyingKey().verifies(message, signature)).isTrue();
  }

  /// RFC 8410: the private key is the seed.
  private static String ed25519Pem(String seed) {
    var der = HEX.parseHex("302e020100300506032b657004220420" + seed);
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getEncoder().encodeToString(der)
        + "\n-----END PRIVATE KEY-----\n";
  }

  @Test
  void all_published_cases_of_ed25519_verify_and_their_neighbours_do_not() throws Exception {
    var lines = Files.readAllLines(published("Ed25519/sign.input"));
    assertThat(lines).hasSizeGreaterThan(1000);
    for (var line : lines) {
      var fields = line.split(":", -1);
      var message = HEX.parseHex(fields[2]);
      var signature = HEX.parseHex(fields[3].substring(0, 128));
      assertSigns(fields[0].substring(0, 64), fields[1], message, signature);
      assertNeighboursAreRefused(ed25519(fields[1]), message, signature);
    }
  }

  private static void assertNeighboursAreRefused(TrustedKey key, byte[] message, byte[] good) {
    for (int place : new int[] {0, 31, 32, 62, 63}) {
      var bad = good.clone();
      bad[place] ^= 1;
      assertThat(key.verifies(message, bad)).isFalse();
    }
    assertThat(key.verifies(message, java.util.Arrays.copyOf(good, 63))).isFalse();
    assertThat(key.verifies(message, java.util.Arrays.copyOf(good, 65))).isFalse();
  }

  private static TrustedKey ed25519(String open) throws Exception {
    var der = HEX.parseHex("302a300506032b6570032100" + open);
    return TrustedKey.of(
        KeyFactory.getInstance("EdDSA").generatePublic(new X509EncodedKeySpec(der)));
  }

  @Test
  void all_published_cases_of_p384_are_judged_as_nist_does() throws Exception {
    var cases = cases(published("ECDSA/FIPS_186-3/SigVer.rsp"), "[P-384,SHA-384]");
    assertThat(cases).hasSize(15);
    for (var published : cases) {
      assertThat(p384Verifies(published))
          .as(published.toString())
          .isEqualTo(of(published, "Result").startsWith("P"));
    }
  }

  @Test
  void all_published_signatures_of_p384_verify() throws Exception {
    var cases = cases(published("ECDSA/FIPS_186-3/SigGen.txt"), "[P-384,SHA-384]");
    assertThat(cases).hasSizeGreaterThan(10);
    for (var published : cases) {
      assertThat(p384Verifies(published)).as(published.toString()).isTrue();
    }
  }

  private static boolean p384Verifies(Map<String, String> published) throws Exception {
    var key = TrustedKey.of(p384(of(published, "Qx"), of(published, "Qy")));
    return key.verifies(
        HEX.parseHex(of(published, "Msg")), der(of(published, "R"), of(published, "S")));
  }

  private static PublicKey p384(String x, String y) throws Exception {
    var parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp384r1"));
    var point = new ECPoint(new BigInteger(x, 16), new BigInteger(y, 16));
    return KeyFactory.getInstance("EC")
        .generatePublic(
            new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class)));
  }

  private static byte[] der(String r, String s) throws IOException {
    return new DERSequence(
            new ASN1Integer[] {
              new ASN1Integer(new BigInteger(r, 16)), new ASN1Integer(new BigInteger(s, 16))
            })
        .getEncoded();
  }

  private static String of(Map<String, String> published, String name) {
    return Objects.requireNonNull(published.get(name), name);
  }

  /// The cases below a heading, each a block of lines `name = value`.
  private static List<Map<String, String>> cases(Path file, String heading) throws IOException {
    var cases = new ArrayList<Map<String, String>>();
    var current = new HashMap<String, String>();
    boolean inside = false;
    for (var line : Files.readAllLines(file)) {
      if (line.startsWith("[")) {
        inside = line.strip().equals(heading);
      } else if (inside && line.contains("=")) {
        var parts = line.split("=", 2);
        if (parts[0].strip().equals("Msg") && !current.isEmpty()) {
          cases.add(Map.copyOf(current));
          current.clear();
        }
        current.put(parts[0].strip(), parts[1].strip());
      }
    }
    cases.add(Map.copyOf(current));
    return cases;
  }

  private static Path published(String name) throws IOException {
    var libraries = Path.of(System.getProperty("voxcrate.source"), "target/oracles/venv/lib");
    assumeTrue(Files.isDirectory(libraries), "no published vectors: run scripts/oracles");
    try (Stream<Path> versions = Files.list(libraries)) {
      var file =
          versions
              .map(
                  python ->
                      python.resolve("site-packages/cryptography_vectors/asymmetric").resolve(name))
              .filter(Files::isRegularFile)
              .findFirst();
      assumeTrue(file.isPresent(), "no published vectors: run scripts/oracles with a network");
      return file.orElseThrow();
    }
  }
}
