package voxcrate.bundler.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.bundle.Digest;
import voxcrate.bundle.trust.Fingerprint;
import voxcrate.bundle.trust.SignatureAlgorithm;
import voxcrate.bundle.trust.TrustedKey;
import voxcrate.bundler.VoxcrateBundler;
import voxcrate.bundler.build.ReleaseKey;
import voxcrate.bundler.build.SmallPrograms;
import voxcrate.cli.Program;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;

/// `build --cosigner` and `sign`: one builds, another signs, and neither is enough.
class TwoPersonTest {
  private static final String NAME = "voxcrate-1795219200";

  @TempDir static Path shared;

  @TempDir Path folder;

  private record Answer(int status, String out, String err) {}

  @BeforeAll
  static void build_once() throws IOException {
    SmallPrograms.in(shared.resolve("dist"));
    key("builder").generate(null);
    key("second").generate(SignatureAlgorithm.ED25519, "two words".toCharArray());
    Files.writeString(shared.resolve("passphrase"), "two words\nnothing of this counts\n");

    var answer =
        build(
            shared.resolve("out"),
            "--cosigner",
            publicKey("second"),
            "--min-sequence",
            "1795000000",
            "--valid-for",
            "30",
            "--json");

    assertThat(answer.status()).as(answer.err()).isZero();
    assertThat(json(answer).array("awaitedKeys"))
        .containsExactly(Json.of(fingerprint("second").toString()));
  }

  @Test
  void everything_that_people_read_says_who_has_to_sign() throws Exception {
    var second = fingerprint("second");

    for (var text :
        List.of(
            shared.resolve("out").resolve(NAME + ".card.txt"),
            bundle().resolve("read-me-first.txt"))) {
      assertThat(text)
          .content()
          .contains("voxcrate-bundler sign " + NAME + " --key", "key " + second.label());
    }
    assertThat(Files.readString(bundle().resolve("evidence.txt")).replaceAll("\\s+", " "))
        .contains("signed by ECDSA P-384, " + fingerprint("builder").grouped())
        .contains("not without Ed25519, " + second.grouped());
  }

  @Test
  void validity_is_written_into_the_manifest_and_the_evidence() throws Exception {
    var manifest = JsonReader.readObject(Files.readAllBytes(bundle().resolve("bundle.json")));

    assertThat(manifest.integer("minSequence")).isEqualTo(1_795_000_000L);
    assertThat(manifest.text("notAfter")).isEqualTo("2026-12-21T00:00:00Z");
    assertThat(bundle().resolve("evidence.txt"))
        .content()
        .contains("2026-12-21T00:00:00Z", "below 1795000000");
  }

  @Test
  void the_bootstrap_carries_both_keys() throws Exception {
    var trusted = new TreeSet<String>();
    try (var tar =
        new TarArchiveInputStream(
            Files.newInputStream(bundle().resolve("bootstrap-linux-x64.tar")))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.getName().startsWith("trust/")) {
          trusted.add(entry.getName());
        }
      }
    }

    assertThat(trusted)
        .containsExactlyInAnyOrder(
            "trust/" + fingerprint("builder").label() + ".pem",
            "trust/" + fingerprint("second").label() + ".pem");
  }

  @Test
  void until_it_is_signed_the_missing_key_is_named() {
    var answer = verifyByBoth(bundle());

    assertThat(answer.status()).isEqualTo(5);
    assertThat(answer.err())
        .contains(
            "VX-BUNDLE-004",
            "1 of 2 trusted signatures",
            "missing: key " + fingerprint("second").label(),
            fingerprint("second").grouped(),
            "voxcrate-bundler sign");
  }

  @Test
  void signing_adds_two_files_and_changes_nothing() throws Exception {
    var copy = copied();
    var before = digests(copy);

    var answer = sign(copy, "--json");

    assertThat(answer.status()).as(answer.err()).isZero();
    var label = fingerprint("second").label();
    var added = List.of("SHA256SUMS." + label + ".sig", "bundle.json." + label + ".sig");
    assertThat(json(answer).array("added")).hasSize(2);
    assertThat(answer.out()).contains(added);
    var after = digests(copy);
    assertThat(after.keySet()).containsAll(added).hasSize(before.size() + 2);
    after.keySet().removeAll(added);
    assertThat(after).isEqualTo(before);
    assertThat(verifyByBoth(copy).status()).isZero();
    try (var around = Files.list(folder)) {
      assertThat(around).as("nothing is left beside the bundle").containsExactly(copy);
    }
  }

  @Test
  void signing_again_says_so_and_changes_nothing() throws Exception {
    var copy = copied();
    assertThat(sign(copy).status()).isZero();
    var before = digests(copy);

    var answer = sign(copy);

    assertThat(answer.status()).isZero();
    assertThat(answer.out()).contains("already", "nothing was changed");
    assertThat(digests(copy)).isEqualTo(before);
    assertThat(json(sign(copy, "--json")).array("added")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"SHA256SUMS", "bundle.json"})
  void signing_goes_on_where_a_run_was_cut_short(String signed) throws Exception {
    var copy = copied();
    assertThat(sign(copy).status()).isZero();
    var whole = digests(copy);
    Files.delete(copy.resolve(signed + "." + fingerprint("second").label() + ".sig"));
    assertThat(verifyBy(copy, "builder").status()).as("as good as before").isZero();

    var answer = sign(copy);

    assertThat(answer.status()).as(answer.err()).isZero();
    assertThat(digests(copy)).isEqualTo(whole);
  }

  @Test
  void a_bundle_with_one_flipped_bit_is_not_signed() throws Exception {
    var copy = copied();
    var volume = copy.resolve("vol-000.tar.part");
    var bytes = Files.readAllBytes(volume);
    bytes[bytes.length / 2] ^= 1;
    Files.write(volume, bytes);
    var before = digests(copy);

    var answer = sign(copy);

    assertThat(answer.status()).isEqualTo(5);
    assertThat(answer.err()).contains("vol-000.tar.part");
    assertThat(digests(copy)).isEqualTo(before);
  }

  @Test
  void a_bundle_of_somebody_else_is_not_signed() throws Exception {
    var copy = copied();
    var stranger = new ReleaseKey(folder.resolve("stranger.key"));
    stranger.generate(null);
    var before = digests(copy);

    var answer =
        run(
            "sign",
            copy.toString(),
            "--key",
            key("builder").file().toString(),
            "--trust",
            stranger.publicFile().toString());

    assertThat(answer.status()).isEqualTo(5);
    assertThat(answer.err()).contains("VX-BUNDLE-004", fingerprint("builder").label());
    assertThat(digests(copy)).isEqualTo(before);
  }

  @Test
  void a_foreign_signature_under_the_own_label_is_no_signature() throws Exception {
    var copy = copied();
    var own = copy.resolve("bundle.json." + fingerprint("second").label() + ".sig");
    Files.write(own, new byte[64]);
    var before = digests(copy);

    var answer = sign(copy);

    assertThat(answer.status()).isEqualTo(5);
    assertThat(answer.err()).contains("VX-BUNDLE-003", own.getFileName().toString());
    assertThat(digests(copy)).isEqualTo(before);
  }

  /// The place aside would have too long a name.
  @Test
  void where_nothing_can_be_written_the_bundle_stays_as_it_was() throws Exception {
    var copy = copied();
    var named = Files.move(copy, folder.resolve("b".repeat(250)));
    var before = digests(named);

    var answer = sign(named);

    assertThat(answer.status()).isEqualTo(6);
    assertThat(answer.err()).contains("VX-SIGN-002");
    assertThat(digests(named)).isEqualTo(before);
  }

  @Test
  void a_missing_or_wrong_key_does_not_sign() throws Exception {
    var copy = copied();
    var before = digests(copy);
    var none = folder.resolve("none.key").toString();
    var wrong = Files.writeString(folder.resolve("wrong"), "three words\n").toString();

    var missing = run("sign", copy.toString(), "--key", none, "--trust", publicKey("builder"));
    var refused = sign(copy, "--passphrase-file", wrong);

    assertThat(missing.status()).isEqualTo(2);
    assertThat(missing.err()).contains("VX-BUILD-007", "none.key");
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.out() + refused.err()).doesNotContain("two words", "three words");
    assertThat(digests(copy)).isEqualTo(before);
  }

  @Test
  void one_key_cannot_stand_for_two_people() {
    var own = build(folder.resolve("out"), "--cosigner", publicKey("builder"));
    var twice =
        build(
            folder.resolve("out"),
            "--cosigner",
            publicKey("second"),
            "--cosigner",
            publicKey("second"));

    for (var answer : List.of(own, twice)) {
      assertThat(answer.status()).isEqualTo(2);
      assertThat(answer.err()).contains("VX-SIGN-001", "two people");
    }
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "--cosigner, none.pem, VX-SIGN-001",
    "--cosigner, SECOND.key, VX-BUNDLE-017",
    "--min-sequence, 1795219201, --min-sequence",
    "--min-sequence, -1, --min-sequence",
    "--valid-for, 0, --valid-for",
    "--valid-for, 400000, --valid-for",
    "--valid-for, ever, --valid-for",
  })
  void what_cannot_be_meant_is_refused_before_anything_is_built(
      String option, String value, String said) {
    var named = value.replace("SECOND.key", key("second").file().toString());

    var answer = build(folder.resolve("out"), option, named);

    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.err()).contains(said);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  private static ReleaseKey key(String name) {
    return new ReleaseKey(shared.resolve(name + ".key"));
  }

  private static String publicKey(String name) {
    return key(name).publicFile().toString();
  }

  private static Fingerprint fingerprint(String name) {
    try {
      return TrustedKey.inFile(key(name).publicFile()).fingerprint();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Path bundle() {
    return shared.resolve("out").resolve(NAME);
  }

  private static Answer verifyByBoth(Path bundle) {
    return verifyBy(bundle, "builder", "second");
  }

  private static Answer verifyBy(Path bundle, String... names) {
    var arguments = new ArrayList<>(List.of("verify", bundle.toString()));
    for (var name : names) {
      arguments.addAll(List.of("--trust", publicKey(name)));
    }
    return run(arguments.toArray(String[]::new));
  }

  private static Answer sign(Path bundle, String... more) {
    var arguments = new ArrayList<>(List.of("sign", bundle.toString()));
    arguments.addAll(List.of("--key", key("second").file().toString()));
    arguments.addAll(List.of("--trust", publicKey("builder")));
    if (!List.of(more).contains("--passphrase-file")) {
      arguments.addAll(List.of("--passphrase-file", shared.resolve("passphrase").toString()));
    }
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private static Answer build(Path out, String... more) {
    var arguments = new ArrayList<>(List.of("build", "--no-models", "--out", out.toString()));
    arguments.addAll(List.of("--key", key("builder").file().toString()));
    arguments.addAll(List.of("--dist", shared.resolve("dist").toString()));
    arguments.addAll(List.of("--created", "2026-11-21T00:00:00Z"));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private static Answer run(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int status =
        Program.run(
            new VoxcrateBundler(),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            arguments);
    return new Answer(status, out.toString(), err.toString());
  }

  private static Json.Obj json(Answer answer) {
    return JsonReader.readObject(answer.out().getBytes(UTF_8));
  }

  private Path copied() throws IOException {
    var copy = Files.createDirectory(folder.resolve(NAME));
    try (var files = Files.list(bundle())) {
      for (var file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  private static Map<String, Digest> digests(Path folder) throws IOException {
    var digests = new TreeMap<String, Digest>();
    try (var files = Files.list(folder)) {
      files.forEach(file -> digests.put(file.getFileName().toString(), Digest.of(file)));
    }
    return digests;
  }
}
