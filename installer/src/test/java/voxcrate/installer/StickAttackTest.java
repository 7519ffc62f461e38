package voxcrate.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import voxcrate.bundle.trust.SigningKey;

/// The stick in other hands: a good bundle with one thing done to its folder, installed over a
/// release that works. Each is refused with its code and the name of the file, and the installation
/// is as before, to the times of its files.
final class StickAttackTest {
  private static final String KID = TestBundle.KEY.verifyingKey().fingerprint().label();
  private static final String UNUSABLE = "VX-BUNDLE-002";
  private static final String UNLISTED = "VX-BUNDLE-016";
  private static final String CHANGED = "VX-BUNDLE-006";

  @TempDir Path folder;

  private Path stick;
  private Path key;
  private Path home;

  @BeforeEach
  void install_one() throws IOException {
    stick = folder.resolve("stick");
    key = TestBundle.keyFile(folder.resolve("paper"), TestBundle.KEY);
    home = folder.resolve("home");
    var run = install(new TestBundle(7).writeTo(stick).folder());
    assertThat(run.status()).as(run.err()).isZero();
  }

  private InstallerRun install(Path bundle) {
    return InstallerRun.of(
        "install", bundle, "--prefix", home.resolve("voxcrate"), "--trust", key, "--yes");
  }

  /// What is done to the folder of a bundle.
  @FunctionalInterface
  interface Deed {
    void to(Path bundle) throws Exception;
  }

  record Attack(String name, String code, String said, Deed deed) {
    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest
  @MethodSource({"bytes", "volumes", "kinds", "names", "signatures"})
  void attack_is_refused_and_leaves_no_trace(Attack attack) throws Exception {
    var bundle = new TestBundle(8).writeTo(stick).folder();
    attack.deed.to(bundle);
    var before = Tree.of(home);

    var run = install(bundle);

    assertThat(run.status()).as(run.err()).isEqualTo(5);
    assertThat(run.err()).contains(attack.code, attack.said).doesNotContain("\u001b");
    assertThat(Tree.of(home)).isEqualTo(before);
  }

  /// As FAT shows it where the machine that wrote it knew capitals only.
  @Test
  void names_in_capitals_are_refused_and_the_same_stick_with_its_own_names_installs()
      throws Exception {
    var bundle = new TestBundle(8).writeTo(stick).folder();
    var names = List.of(java.util.Objects.requireNonNull(bundle.toFile().list()));
    for (var name : names) {
      Files.move(bundle.resolve(name), bundle.resolve(name.toUpperCase(Locale.ROOT)));
    }
    var before = Tree.of(home);

    var run = install(bundle);

    assertThat(run.status()).as(run.err()).isIn(5, 7);
    assertThat(run.err()).contains("next:").doesNotContain("Exception", "internal fault");
    assertThat(Tree.of(home)).isEqualTo(before);
    for (var name : names) {
      Files.move(bundle.resolve(name.toUpperCase(Locale.ROOT)), bundle.resolve(name));
    }
    assertThat(install(bundle).status()).isZero();
  }

  /// FAT and exFAT know no rights: everybody may do everything with everything.
  @Test
  void rights_on_the_medium_are_not_those_of_the_installation() throws Exception {
    var bundle = new TestBundle(8).writeTo(stick).folder();
    try (Stream<Path> files = Files.walk(stick)) {
      for (var file : files.toList()) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxrwxrwx"));
      }
    }

    var run = install(bundle);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Tree.withoutTimes(home.resolve("voxcrate")))
        .noneMatch(line -> line.contains(" rwxrwxrwx"))
        .anyMatch(line -> line.contains("release.txt r--r--r--"))
        .anyMatch(line -> line.contains("bin/voxcrate r-xr-xr-x"));
  }

  static Stream<Attack> bytes() {
    return Stream.of(
            "bundle.json",
            "SHA256SUMS",
            "chunks.bin",
            "read-me-first.txt",
            "vol-000.tar.part",
            "vol-001.tar.part")
        .flatMap(
            name ->
                Stream.of(
                    new Attack(
                        name + " cut", "VX-BUNDLE", name, bundle -> resize(bundle, name, -1)),
                    new Attack(
                        name + " grown", "VX-BUNDLE", name, bundle -> resize(bundle, name, 1)),
                    new Attack(
                        name + " empty",
                        "VX-BUNDLE",
                        name,
                        bundle -> Files.write(bundle.resolve(name), new byte[0]))));
  }

  static Stream<Attack> volumes() {
    return Stream.of(
        new Attack(
            "one missing",
            "VX-BUNDLE-007",
            "vol-001.tar.part",
            bundle -> Files.delete(bundle.resolve("vol-001.tar.part"))),
        new Attack(
            "chunk digests missing",
            "VX-BUNDLE-007",
            "chunks.bin",
            bundle -> Files.delete(bundle.resolve("chunks.bin"))),
        new Attack(
            "two swapped",
            "VX-BUNDLE",
            "vol-000.tar.part",
            bundle -> {
              var aside = bundle.resolveSibling("aside");
              Files.move(bundle.resolve("vol-000.tar.part"), aside);
              Files.move(bundle.resolve("vol-001.tar.part"), bundle.resolve("vol-000.tar.part"));
              Files.move(aside, bundle.resolve("vol-001.tar.part"));
            }),
        new Attack(
            "one in the place of another",
            "VX-BUNDLE",
            "vol-001.tar.part",
            bundle -> replace(bundle, "vol-001.tar.part", bundle.resolve("vol-000.tar.part"))),
        new Attack(
            "one of another bundle by the same key",
            CHANGED,
            "vol-000.tar.part",
            bundle -> {
              var other = bundle.resolveSibling("voxcrate-7");
              replace(bundle, "vol-000.tar.part", other.resolve("vol-000.tar.part"));
            }),
        new Attack(
            "one more than there are",
            UNLISTED,
            "vol-099.tar.part",
            bundle ->
                Files.copy(bundle.resolve("vol-000.tar.part"), bundle.resolve("vol-099.tar.part"))),
        new Attack(
            "chunk digests of another bundle by the same key",
            CHANGED,
            "chunks.bin",
            bundle -> {
              var other = bundle.resolveSibling("voxcrate-7");
              replace(bundle, "chunks.bin", other.resolve("chunks.bin"));
            }));
  }

  static Stream<Attack> kinds() {
    return Stream.of("bundle.json", "vol-001.tar.part", "read-me-first.txt")
        .flatMap(
            name ->
                Stream.of(
                    new Attack(
                        name + " is a link to its own bytes",
                        UNUSABLE,
                        name,
                        bundle -> {
                          var aside = bundle.resolveSibling("aside");
                          Files.move(bundle.resolve(name), aside);
                          Files.createSymbolicLink(bundle.resolve(name), aside);
                        }),
                    new Attack(
                        name + " is a folder",
                        UNUSABLE,
                        name,
                        bundle -> {
                          Files.delete(bundle.resolve(name));
                          Files.createDirectory(bundle.resolve(name));
                        }),
                    new Attack(
                        name + " is a pipe that nobody writes to",
                        UNUSABLE,
                        name,
                        bundle -> {
                          Files.delete(bundle.resolve(name));
                          run("mkfifo", bundle.resolve(name));
                        }),
                    new Attack(
                        name + " has a tebibyte of nothing",
                        "VX-BUNDLE",
                        name,
                        bundle -> resize(bundle, name, 1L << 40))));
  }

  static Stream<Attack> names() {
    return Stream.of(
        new Attack(
            "a name that clears the screen",
            UNUSABLE,
            "u{1b}",
            bundle -> Files.writeString(bundle.resolve("a\u001b[2Jb"), "x")),
        new Attack(
            "a name that clears the screen by one character",
            UNUSABLE,
            "u{9b}",
            bundle -> Files.writeString(bundle.resolve("a\u009b2Jb"), "x")),
        new Attack(
            "a list's name that clears the screen",
            UNUSABLE,
            "u{1b}",
            bundle -> Files.writeString(bundle.resolve("SHA256SUMS\u001b[2J.sig"), "x")),
        new Attack(
            "a list's name in two lines",
            UNUSABLE,
            "u{a}",
            bundle -> Files.writeString(bundle.resolve("SHA256SUMS\n  next:  sh fix.sh.sig"), "x")),
        new Attack(
            "a name in two lines",
            UNUSABLE,
            "u{a}",
            bundle -> Files.writeString(bundle.resolve("good\nVerified OK"), "x")),
        new Attack(
            "something that starts by itself",
            UNLISTED,
            "autorun.inf",
            bundle -> Files.writeString(bundle.resolve("autorun.inf"), "[autorun]\nopen=x.exe")));
  }

  static Stream<Attack> signatures() {
    var own = "bundle.json." + KID + ".sig";
    var ofSums = "SHA256SUMS." + KID + ".sig";
    return Stream.of(
        new Attack(
            "signature removed", "VX-BUNDLE-004", KID, bundle -> Files.delete(bundle.resolve(own))),
        new Attack(
            "signature of the list removed",
            "VX-BUNDLE-004",
            KID,
            bundle -> Files.delete(bundle.resolve(ofSums))),
        new Attack(
            "signature of another file",
            "VX-BUNDLE-003",
            own,
            bundle -> replace(bundle, own, bundle.resolve(ofSums))),
        new Attack(
            "signature of another bundle by the same key",
            "VX-BUNDLE-003",
            own,
            bundle -> replace(bundle, own, bundle.resolveSibling("voxcrate-7").resolve(own))),
        new Attack(
            "signature by another key under the trusted one's label",
            "VX-BUNDLE-003",
            own,
            bundle -> {
              var manifest = Files.readAllBytes(bundle.resolve("bundle.json"));
              Files.write(bundle.resolve(own), SigningKey.generate().sign(manifest));
            }),
        new Attack(
            "signature of zeros",
            "VX-BUNDLE-003",
            own,
            bundle -> Files.write(bundle.resolve(own), new byte[] {0x30, 6, 2, 1, 0, 2, 1, 0})),
        new Attack(
            "empty signature",
            "VX-BUNDLE-003",
            own,
            bundle -> Files.write(bundle.resolve(own), new byte[0])),
        new Attack(
            "signature that names an algorithm",
            UNUSABLE,
            "bundle.json.rsa-sha1.sig",
            bundle -> Files.copy(bundle.resolve(own), bundle.resolve("bundle.json.rsa-sha1.sig"))));
  }

  private static void resize(Path bundle, String name, long by) throws IOException {
    try (var file = new RandomAccessFile(bundle.resolve(name).toFile(), "rw")) {
      file.setLength(file.length() + by);
    }
  }

  private static void replace(Path bundle, String name, Path by) throws IOException {
    Files.write(bundle.resolve(name), Files.readAllBytes(by));
  }

  private static void run(Object... words) throws Exception {
    var run =
        InstallerRun.process(
            Stream.of(words).map(String::valueOf).toList(),
            java.util.Map.of("PATH", "/usr/bin:/bin"));
    assertThat(run.status()).as(run.err()).isZero();
  }

  /// One person's key under two names is one person.
  @ParameterizedTest
  @MethodSource("copies")
  void a_key_counts_once_however_often_it_signs(String label) throws Exception {
    var second = TestBundle.keyFile(folder.resolve("more paper"), SigningKey.generate());
    var two = folder.resolve("home/two");
    var bundle = new TestBundle(8).writeTo(stick).folder();
    for (var file : List.of("bundle.json", "SHA256SUMS")) {
      Files.copy(
          bundle.resolve(file + "." + KID + ".sig"), bundle.resolve(file + "." + label + ".sig"));
    }

    var run =
        InstallerRun.of(
            "install", bundle, "--prefix", two, "--trust", key, "--trust", second, "--yes");

    assertThat(run.status()).as(run.err()).isEqualTo(5);
    assertThat(run.err()).contains("VX-BUNDLE-00");
    assertThat(two).doesNotExist();
  }

  static Stream<String> copies() {
    return Stream.of("000000000000", "ffffffffffff");
  }
}
