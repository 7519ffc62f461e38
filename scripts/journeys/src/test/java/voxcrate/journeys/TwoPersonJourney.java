package voxcrate.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.MethodName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.trust.Fingerprint;
import voxcrate.bundle.trust.TrustedKey;

/// Journey: one person builds, another signs, and an operator types what is on the card, line by
/// line, into a real shell. Then a site verifies with nothing of ours, as `docs/keys.md` says.
@TestMethodOrder(MethodName.class)
final class TwoPersonJourney {
  private static final Path BUNDLER = Source.root().resolve("scripts/voxcrate-bundler");
  private static final String NAME = "voxcrate-1795219200";
  private static final String BOOTSTRAP = "bootstrap-linux-x64.tar";

  /// A numbered line of the card, with the lines that a backslash adds to it.
  private static final Pattern CARD_LINE = Pattern.compile("(?m)^\\d  +((?:.*\\\\\n)*.*)$");

  private static final Pattern BLOCK = Pattern.compile("(?s)\n```\n(.*?)```\n");

  @TempDir static Path shared;

  @TempDir Path folder;

  @BeforeAll
  static void build_one() throws Exception {
    for (var tool : List.of("bash", "tar", "sha256sum")) {
      assumeTrue(isThere(tool), tool + " is missing");
    }
    done(BUNDLER, "keys", "generate", "--out", shared.resolve("anna"), "--no-passphrase");
    done(
        BUNDLER,
        "keys",
        "generate",
        "--out",
        shared.resolve("bert"),
        "--no-passphrase",
        "--algorithm",
        "ed25519");
    done(
        BUNDLER,
        "build",
        "--no-models",
        "--key",
        shared.resolve("anna.key"),
        "--cosigner",
        shared.resolve("bert.pem"),
        "--out",
        shared.resolve("stick"),
        "--created",
        "2026-11-21T00:00:00Z");
    Files.move(shared.resolve("stick").resolve(NAME + ".card.txt"), shared.resolve("on-paper.txt"));
  }

  private static boolean isThere(String tool) throws Exception {
    return Launch.of("sh", "-c", "command -v " + tool).run().status() == 0;
  }

  private static void done(Object... words) throws Exception {
    var run = Launch.of(words).run();
    assertThat(run.status()).as(run.all()).isZero();
  }

  private static Path bundle() {
    return shared.resolve("stick").resolve(NAME);
  }

  private static Fingerprint fingerprint(String name) throws IOException {
    return TrustedKey.inFile(shared.resolve(name + ".pem")).fingerprint();
  }

  /// Line `number` as the operator types it, where the stick is mounted elsewhere.
  private Launch card(int number, String more) throws Exception {
    var lines =
        CARD_LINE
            .matcher(Files.readString(shared.resolve("on-paper.txt")))
            .results()
            .map(line -> line.group(1))
            .toList();
    assertThat(lines).hasSize(3);
    var typed =
        lines.get(number - 1).replace("/media/STICK", shared.resolve("stick").toString()) + more;
    return Launch.of("bash", "-c", typed).with("HOME", folder.toString()).in(folder).run();
  }

  private Launch install() throws Exception {
    return card(3, " --prefix " + folder.resolve("installed"));
  }

  /// Tests of this class run by name: this one sees the bundle before Bert has signed.
  @Test
  void a_card_refuses_until_the_second_person_has_signed_and_then_installs() throws Exception {
    assertThat(card(1, "").status()).isZero();
    var digest = card(2, "");
    assertThat(digest.out()).as(digest.all()).isEqualTo(BOOTSTRAP + ": OK\n");

    var refused = install();

    assertThat(refused.status()).as(refused.all()).isEqualTo(5);
    assertThat(refused.err())
        .contains(
            "VX-BUNDLE-004",
            "missing: key " + fingerprint("bert").label(),
            fingerprint("bert").grouped(),
            "voxcrate-bundler sign");
    assertThat(folder.resolve("installed")).doesNotExist();

    done(
        BUNDLER,
        "sign",
        bundle(),
        "--key",
        shared.resolve("bert.key"),
        "--trust",
        shared.resolve("anna.pem"));
    assertThat(card(2, "").out()).isEqualTo(BOOTSTRAP + ": OK\n");
    var installed = install();

    assertThat(installed.status()).as(installed.all()).isZero();
    var trust =
        Launch.of(folder.resolve("installed/bin/voxcrate-installer"), "trust", "list").run();
    assertThat(trust.out())
        .as(trust.all())
        .contains("2 of 2", fingerprint("anna").grouped(), fingerprint("bert").grouped());
  }

  @Test
  void b_card_tells_a_bootstrap_with_one_flipped_bit() throws Exception {
    assertThat(card(1, "").status()).isZero();
    flip(folder.resolve(BOOTSTRAP));

    var digest = card(2, "");

    assertThat(digest.status()).isNotZero();
    assertThat(digest.out()).contains(BOOTSTRAP + ": FAILED");
  }

  @Test
  void c_stock_tools_verify_the_bundle_as_the_document_says() throws Exception {
    assumeTrue(isThere("openssl"), "openssl is missing");
    var commands = commands("## Verifying with stock tools");
    var byAnna = commands.getFirst();
    var byBert = commands.getLast();

    var p384 = typed(byAnna, "anna");
    var ed25519 = typed(byBert, "bert");

    assertThat(p384.status()).as(p384.all()).isZero();
    assertThat(p384.out())
        .startsWith("Verified OK")
        .contains("bundle.json: OK", BOOTSTRAP + ": OK");
    assertThat(ed25519.out()).as(ed25519.all()).contains("Signature Verified Successfully");
    flip(folder.resolve(NAME).resolve("SHA256SUMS"));
    assertThat(typed(byAnna, "anna").out()).doesNotContain("Verified OK");
    assertThat(typed(byBert, "bert").status()).isNotZero();
  }

  @Test
  void d_stock_tools_tell_the_fingerprint_as_the_document_says() throws Exception {
    assumeTrue(isThere("openssl"), "openssl is missing");
    var command = commands("## Keys made by OpenSSL").getLast();

    var told =
        Launch.of(
                "bash", "-c", command.replace("release.pem", shared.resolve("bert.pem").toString()))
            .run();

    assertThat(told.out()).as(told.all()).startsWith(fingerprint("bert").toString());
  }

  /// The blocks of commands below a heading of the document.
  private static List<String> commands(String heading) throws IOException {
    var document = Files.readString(Source.root().resolve("docs/keys.md"));
    var start = document.indexOf(heading);
    var end = document.indexOf("\n## ", start + 1);
    var section = document.substring(start, end < 0 ? document.length() : end);
    return BLOCK.matcher(section).results().map((MatchResult block) -> block.group(1)).toList();
  }

  /// In a copy of the bundle's folder.
  private Launch typed(String commands, String who) throws Exception {
    var copy = folder.resolve(NAME);
    if (!Files.exists(copy)) {
      done("cp", "-r", bundle(), copy);
    }
    var text =
        commands
            .replace("KID12", fingerprint(who).label())
            .replace("/safe/release.pem", shared.resolve(who + ".pem").toString());
    return Launch.of("bash", "-c", text).in(copy).run();
  }

  private static void flip(Path file) throws IOException {
    try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
      long position = bytes.length() / 2;
      bytes.seek(position);
      int value = bytes.read();
      bytes.seek(position);
      bytes.write(value ^ 1);
    }
  }

  @Test
  void e_nothing_of_the_private_keys_is_on_the_stick() throws Exception {
    try (Stream<Path> files = Files.list(bundle())) {
      for (var file : files.toList()) {
        for (var key : List.of("anna.key", "bert.key")) {
          var secret = Files.readAllLines(shared.resolve(key)).get(1);
          assertThat(Needle.isIn(file, secret)).as(file.toString()).isFalse();
        }
      }
    }
  }
}
