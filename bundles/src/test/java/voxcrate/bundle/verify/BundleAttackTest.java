package voxcrate.bundle.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import voxcrate.bundle.BundleCode;
import voxcrate.bundle.Digest;
import voxcrate.bundle.trust.SigningKey;
import voxcrate.bundle.trust.TrustedKeys;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressListener;

/// Each case is the sample bundle with exactly one thing wrong.
final class BundleAttackTest {
  @TempDir Path folder;

  private Path bundle() throws IOException {
    return SampleBundle.write(Files.createTempDirectory(folder, "case").resolve("bundle")).folder();
  }

  /// By whoever keeps the contents, and by whoever only looks at the bundle.
  private static ToolException refusal(Path bundle, TrustedKeys keys) {
    var refusal =
        catchThrowableOfType(
            ToolException.class,
            () -> OpenedBundle.open(bundle, keys).read(EntrySink.DISCARD, ProgressListener.SILENT));
    assertThat(refusal).as("accepted").isNotNull();
    assertThatThrownBy(() -> OpenedBundle.open(bundle, keys).check(ProgressListener.SILENT))
        .isInstanceOfSatisfying(
            ToolException.class,
            looked -> assertThat(looked.problem()).isEqualTo(refusal.problem()));
    return refusal;
  }

  private static ToolException refusal(Path bundle) {
    return refusal(bundle, SampleBundle.trusted());
  }

  private static void assertNames(ToolException refusal, String file) {
    assertThat(refusal.problem().render()).contains(file);
  }

  @TestFactory
  Stream<DynamicTest> flipped_bit_is_refused_and_its_file_named() throws IOException {
    var names = new ArrayList<String>();
    try (Stream<Path> files = Files.list(bundle())) {
      files.forEach(file -> names.add(String.valueOf(file.getFileName())));
    }
    return names.stream()
        .sorted()
        .flatMap(
            name ->
                Stream.of(0.0, 0.37, 0.5, 0.99)
                    .map(
                        place ->
                            DynamicTest.dynamicTest(
                                name + " at " + place, () -> flip(name, place))));
  }

  private void flip(String name, double place) throws IOException {
    var bundle = bundle();
    try (var file = new RandomAccessFile(bundle.resolve(name).toFile(), "rw")) {
      long position = (long) (file.length() * place);
      file.seek(position);
      int value = file.read();
      file.seek(position);
      file.write(value ^ 4);
    }

    var refusal = refusal(bundle);

    assertThat(refusal.problem().code().exit().code()).isEqualTo(5);
    assertNames(refusal, name);
  }

  @TestFactory
  Stream<DynamicTest> truncated_grown_or_missing_file_is_refused_and_named() throws IOException {
    var names = new ArrayList<String>();
    try (Stream<Path> files = Files.list(bundle())) {
      files.forEach(file -> names.add(String.valueOf(file.getFileName())));
    }
    return names.stream()
        .sorted()
        .flatMap(
            name ->
                Stream.of(
                    DynamicTest.dynamicTest(name + " truncated", () -> resized(name, -1)),
                    DynamicTest.dynamicTest(name + " grown", () -> resized(name, 1)),
                    DynamicTest.dynamicTest(name + " missing", () -> missing(name))));
  }

  private void resized(String name, int by) throws IOException {
    var bundle = bundle();
    try (var file = new RandomAccessFile(bundle.resolve(name).toFile(), "rw")) {
      file.setLength(file.length() + by);
    }

    assertNames(refusal(bundle), name);
  }

  private void missing(String name) throws IOException {
    var bundle = bundle();
    Files.delete(bundle.resolve(name));

    var expected = name.endsWith(".sig") ? name.replaceAll("\\.[0-9a-f]{12}\\.sig$", "") : name;
    assertNames(refusal(bundle), expected);
  }

  @Test
  void swapped_volumes_are_refused() throws IOException {
    var bundle = bundle();
    var first = bundle.resolve("vol-000.tar.part");
    var second = bundle.resolve("vol-001.tar.part");
    var aside = folder.resolve("aside");
    Files.move(first, aside);
    Files.move(second, first);
    Files.move(aside, second);

    assertNames(refusal(bundle), "vol-000.tar.part");
  }

  @Test
  void file_that_is_not_listed_is_refused_and_named() throws IOException {
    var bundle = bundle();
    Files.writeString(bundle.resolve("autorun.inf"), "x");

    assertNames(refusal(bundle), "autorun.inf");
  }

  @Test
  void name_with_a_terminal_escape_is_shown_harmless() throws IOException {
    var bundle = bundle();
    Files.writeString(bundle.resolve("a\u001b[2Jb"), "x");

    assertThat(refusal(bundle).problem().render()).doesNotContain("\u001b").contains("u{1b}");
  }

  @Test
  void symbolic_link_pipe_or_folder_in_place_of_a_file_is_refused_without_waiting()
      throws Exception {
    for (var make : List.of("ln -s ../elsewhere %s", "mkfifo %s", "mkdir %s")) {
      var bundle = bundle();
      var volume = bundle.resolve("vol-001.tar.part");
      Files.move(volume, bundle.resolveSibling("elsewhere"), StandardCopyOption.REPLACE_EXISTING);
      var status =
          new ProcessBuilder("sh", "-c", String.format(java.util.Locale.ROOT, make, volume))
              .start()
              .waitFor();
      assertThat(status).isZero();

      var refusal = refusal(bundle);

      assertThat(refusal.problem().code()).isEqualTo(BundleCode.FILE_UNUSABLE);
      assertNames(refusal, "vol-001.tar.part");
      Files.delete(bundle.resolveSibling("elsewhere"));
    }
  }

  @Test
  void key_that_is_not_trusted_is_refused() throws IOException {
    var other = new TrustedKeys(List.of(SigningKey.generate().verifyingKey()), 1);

    assertThat(refusal(bundle(), other).problem().code()).isEqualTo(BundleCode.SIGNATURES_MISSING);
  }

  @Test
  void one_key_never_counts_twice() throws IOException {
    var bundle = bundle();
    var second = SigningKey.generate();
    var both = new TrustedKeys(List.of(SampleBundle.KEY.verifyingKey(), second.verifyingKey()), 2);
    var own =
        bundle.resolve(
            "bundle.json." + SampleBundle.KEY.verifyingKey().fingerprint().label() + ".sig");
    // The same signature under a label of nobody.
    Files.copy(own, bundle.resolve("bundle.json.000000000000.sig"));

    assertThat(refusal(bundle, both).problem().code()).isEqualTo(BundleCode.SIGNATURES_MISSING);
  }

  @Test
  void signature_of_zeros_is_wrong_and_no_crash() throws IOException {
    for (var signature :
        List.of(new byte[] {0x30, 6, 2, 1, 0, 2, 1, 0}, new byte[96], new byte[0])) {
      var bundle = bundle();
      var own =
          bundle.resolve(
              "bundle.json." + SampleBundle.KEY.verifyingKey().fingerprint().label() + ".sig");
      Files.write(own, signature);

      assertThat(refusal(bundle).problem().code()).isEqualTo(BundleCode.SIGNATURE_WRONG);
    }
  }

  /// A defect of the manifest that a careless or hostile builder signed.
  record Forged(String name, UnaryOperator<String> change) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Forged> forgeries() {
    return Stream.of(
        new Forged("unknown member", text -> text.replace("{\"_type\"", "{\"Extra\":1,\"_type\"")),
        new Forged("unknown type", text -> text.replace("voxcrate-bundle/1", "voxcrate-bundle/2")),
        new Forged(
            "duplicate member",
            text -> text.replace("\"base\":null", "\"base\":null,\"base\":null")),
        new Forged("blank", text -> text.replace("\"base\":null", "\"base\": null")),
        new Forged("trailing byte", text -> text + "\n"),
        new Forged("byte order mark", text -> "\ufeff" + text),
        new Forged(
            "number with exponent", text -> text.replace("\"sequence\":37", "\"sequence\":37e0")),
        new Forged(
            "number too large",
            text -> text.replace("\"sequence\":37", "\"sequence\":9223372036854775808")),
        new Forged(
            "negative sequence", text -> text.replace("\"sequence\":37", "\"sequence\":-37")),
        new Forged(
            "floor above sequence",
            text -> text.replace("\"minSequence\":30", "\"minSequence\":38")),
        new Forged("parent folder", text -> text.replace("bin/voxcrate", "../voxcrat")),
        new Forged("absolute path", text -> text.replace("bin/voxcrate", "/bin/voxcrat")),
        new Forged(
            "twin in case", text -> text.replace("models/b/other.onnx", "models/b/Model.onnx")),
        new Forged(
            "file and folder at once",
            text -> text.replace("engine/lib/empty.txt", "engine/lib/engine.jar/x")),
        new Forged("setuid", text -> text.replace("\"mode\":\"0755\"", "\"mode\":\"4755\"")),
        new Forged(
            "world writable", text -> text.replaceFirst("\"mode\":\"0644\"", "\"mode\":\"0666\"")),
        new Forged(
            "offset elsewhere", text -> text.replaceFirst("\"offset\":(\\d+)", "\"offset\":1$1")),
        new Forged("size elsewhere", text -> text.replaceFirst("\"size\":17}", "\"size\":1700}")),
        new Forged(
            "same as nothing",
            text -> text.replaceFirst("(\"path\":\"bin/voxcrate\"),", "$1,\"same\":true,")),
        new Forged("volume outside", text -> text.replace("vol-000.tar.part", "../vol-000.tar")),
        new Forged(
            "chunk size of zero", text -> text.replace("\"chunkSize\":1024", "\"chunkSize\":0")),
        new Forged(
            "chunk size of a terabyte",
            text -> text.replace("\"chunkSize\":1024", "\"chunkSize\":1099511627776")),
        new Forged(
            "digest in capitals",
            text ->
                text.replaceFirst("\"digest\":\"[0-9a-f]{64}", "\"digest\":\"" + "A".repeat(64))),
        new Forged(
            "other digest algorithm",
            text -> text.replace("\"digest\":\"sha256\"", "\"digest\":\"md5\"")),
        new Forged("delta of something", text -> text.replace("\"base\":null", "\"base\":{}")),
        new Forged(
            "time with a fraction",
            text -> text.replace("2026-11-21T00:00:00Z", "2026-11-21T00:00:00.5Z")),
        new Forged(
            "deep nesting",
            text ->
                text.replace(
                    "\"base\":null", "\"base\":" + "[".repeat(100_000) + "]".repeat(100_000))),
        new Forged("nothing", text -> ""));
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void malformed_manifest_is_refused_even_when_signed(Forged forged) throws IOException {
    var bundle = bundle();
    var text = Files.readString(bundle.resolve("bundle.json"));
    var changed = forged.change().apply(text);
    assertThat(changed).isNotEqualTo(text);
    resign(bundle, changed.getBytes(UTF_8));

    assertThat(refusal(bundle).problem().code()).isEqualTo(BundleCode.MANIFEST_MALFORMED);
  }

  @Test
  void random_damage_to_a_signed_manifest_is_refused_by_our_own_exception() throws IOException {
    var bundle = bundle();
    var original = Files.readAllBytes(bundle.resolve("bundle.json"));
    var random = new Random(20261121);
    for (int round = 0; round < 100; round++) {
      var damaged = original.clone();
      for (int i = 0; i <= random.nextInt(3); i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      if (!java.util.Arrays.equals(damaged, original)) {
        resign(bundle, damaged);
        // Some damage is valid (a licence's letter): then the volumes still match, or it is
        // refused.
        try {
          OpenedBundle.open(bundle, SampleBundle.trusted())
              .read(EntrySink.DISCARD, ProgressListener.SILENT);
        } catch (ToolException refused) {
          assertThat(refused.problem().code()).isInstanceOf(BundleCode.class);
        }
      }
    }
  }

  /// Signs changed manifest bytes, and the list of digests, as a builder with the key could.
  private static void resign(Path bundle, byte[] manifest) throws IOException {
    Files.write(bundle.resolve("bundle.json"), manifest);
    var sums = Files.readString(bundle.resolve("SHA256SUMS"));
    var changed =
        sums.replaceFirst("[0-9a-f]{64}  bundle.json", Digest.of(manifest).hex() + "  bundle.json");
    Files.writeString(bundle.resolve("SHA256SUMS"), changed);
    var label = SampleBundle.KEY.verifyingKey().fingerprint().label();
    for (var name : List.of("bundle.json", "SHA256SUMS")) {
      Files.write(
          bundle.resolve(name + "." + label + ".sig"),
          SampleBundle.KEY.sign(Files.readAllBytes(bundle.resolve(name))),
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE);
    }
  }
}
