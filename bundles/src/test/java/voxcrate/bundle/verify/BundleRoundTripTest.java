package voxcrate.bundle.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest.Entry;
import voxcrate.bundle.trust.SigningKey;
import voxcrate.bundle.trust.TrustedKeys;
import voxcrate.progress.ProgressListener;

final class BundleRoundTripTest {
  @TempDir Path folder;

  /// Keeps what it is given, by path.
  private static final class Collector implements EntrySink {
    final Map<String, String> contents = new TreeMap<>();
    private final Map<Digest, String> byDigest = new HashMap<>();
    private ByteArrayOutputStream current = new ByteArrayOutputStream();

    @Override
    public void begin(Entry entry) {
      current = new ByteArrayOutputStream();
    }

    @Override
    public void content(byte[] bytes, int offset, int length) {
      current.write(bytes, offset, length);
    }

    @Override
    public void end(Entry entry) {
      byDigest.put(entry.digest(), current.toString(UTF_8));
      contents.put(entry.path().value(), current.toString(UTF_8));
    }

    @Override
    public void same(Entry entry) {
      contents.put(entry.path().value(), String.valueOf(byDigest.get(entry.digest())));
    }
  }

  private static Map<String, String> expected() throws IOException {
    var contents = new TreeMap<String, String>();
    for (var file : SampleBundle.files()) {
      try (var in = file.content().open()) {
        contents.put(file.path().value(), new String(in.readAllBytes(), UTF_8));
      }
    }
    return contents;
  }

  private Path bundle() throws IOException {
    return SampleBundle.write(folder.resolve("bundle")).folder();
  }

  @Test
  void every_file_comes_back_as_it_went_in() throws IOException {
    var bundle = OpenedBundle.open(bundle(), SampleBundle.trusted());
    var collector = new Collector();

    bundle.read(collector, ProgressListener.SILENT);

    assertThat(collector.contents).isEqualTo(expected());
    assertThat(bundle.signers().signers())
        .containsExactly(SampleBundle.KEY.verifyingKey().fingerprint());
  }

  @Test
  void same_content_is_carried_once() throws IOException {
    var manifest = SampleBundle.write(folder.resolve("bundle")).manifest();

    assertThat(manifest.entries().stream().filter(Entry::same).map(entry -> entry.path().value()))
        .containsExactly("models/b/model.onnx");
  }

  @Test
  void same_source_and_key_give_the_same_bytes_whatever_the_surroundings() throws IOException {
    var zone = TimeZone.getDefault();
    var locale = Locale.getDefault();
    var shuffled = new ArrayList<>(SampleBundle.files());
    Collections.shuffle(shuffled, new Random(7));
    var first = bundle();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      var second =
          SampleBundle.write(folder.resolve("again"), shuffled, List.of(SampleBundle.KEY)).folder();

      assertThat(contents(second)).isEqualTo(contents(first));
    } finally {
      TimeZone.setDefault(zone);
      Locale.setDefault(locale);
    }
  }

  private static Map<String, String> contents(Path bundle) throws IOException {
    var contents = new TreeMap<String, String>();
    try (Stream<Path> files = Files.list(bundle)) {
      files.forEach(
          file -> contents.put(String.valueOf(file.getFileName()), Digest.of(file).hex()));
    }
    return contents;
  }

  @Test
  void payload_is_a_tar_that_another_implementation_reads() throws IOException {
    var contents = new TreeMap<String, String>();
    try (var tar = new TarArchiveInputStream(Files.newInputStream(joined(bundle())), "UTF-8")) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        assertThat(entry.isFile()).isTrue();
        assertThat(entry.getLastModifiedDate().toInstant()).isEqualTo(SampleBundle.CREATED);
        contents.put(entry.getName(), new String(tar.readAllBytes(), UTF_8));
      }
    }

    var carried = expected();
    carried.remove("models/b/model.onnx");
    assertThat(contents).isEqualTo(carried);
  }

  private Path joined(Path bundle) throws IOException {
    var payload = folder.resolve("payload.tar");
    try (var out = Files.newOutputStream(payload);
        Stream<Path> files = Files.list(bundle)) {
      for (var volume : files.filter(file -> file.toString().endsWith(".part")).sorted().toList()) {
        Files.copy(volume, out);
      }
    }
    return payload;
  }

  @Test
  void stock_tools_check_and_list_the_bundle() throws Exception {
    var bundle = bundle();
    Files.writeString(folder.resolve("release.pem"), SampleBundle.KEY.verifyingKey().pem());
    var label = SampleBundle.KEY.verifyingKey().fingerprint().label();
    assumeTrue(
        run(folder, "sh", "-c", "command -v openssl tar sha256sum").status == 0,
        "openssl, tar or sha256sum is missing");

    var verified =
        run(
            bundle,
            "openssl",
            "dgst",
            "-sha384",
            "-verify",
            "../release.pem",
            "-signature",
            "SHA256SUMS." + label + ".sig",
            "SHA256SUMS");
    var sums = run(bundle, "sha256sum", "-c", "--quiet", "SHA256SUMS");
    var listed = run(bundle, "sh", "-c", "cat vol-*.part | tar t");

    assertThat(verified.output).contains("Verified OK");
    assertThat(sums.status).as(sums.output).isZero();
    assertThat(listed.output.lines()).contains("bin/voxcrate", SampleBundle.LONG_PATH);
  }

  private record Ran(int status, String output) {}

  private static Ran run(Path folder, String... words) throws Exception {
    var process =
        new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ran(process.waitFor(), output);
  }

  @Test
  void second_signature_counts_and_an_unknown_one_is_named() throws IOException {
    var second = SigningKey.generate();
    var bundle =
        SampleBundle.write(
                folder.resolve("both"), SampleBundle.files(), List.of(SampleBundle.KEY, second))
            .folder();
    var both = new TrustedKeys(List.of(SampleBundle.KEY.verifyingKey(), second.verifyingKey()), 2);

    assertThat(OpenedBundle.open(bundle, both).signers().signers()).hasSize(2);
    assertThat(OpenedBundle.open(bundle, SampleBundle.trusted()).signers().ignored())
        .containsExactly("bundle.json." + second.verifyingKey().fingerprint().label() + ".sig");
  }

  @Test
  void failed_write_leaves_nothing_under_the_final_name() throws IOException {
    var twice = new ArrayList<>(SampleBundle.files());
    twice.add(twice.getFirst());
    var target = folder.resolve("bundle");

    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> SampleBundle.write(target, twice, List.of(SampleBundle.KEY)))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(folder).isEmptyDirectory();
  }
}
