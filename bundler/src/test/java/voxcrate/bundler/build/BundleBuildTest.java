package voxcrate.bundler.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.jar.JarInputStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest.Component;
import voxcrate.bundle.Manifest.Entry;
import voxcrate.bundle.Manifest.Mode;
import voxcrate.bundle.archive.VolumeLimit;
import voxcrate.bundle.trust.SigningKey;
import voxcrate.bundle.trust.TrustedKey;
import voxcrate.bundle.trust.TrustedKeys;
import voxcrate.bundle.verify.EntrySink;
import voxcrate.bundle.verify.OpenedBundle;
import voxcrate.bundler.build.BundleBuild.Built;
import voxcrate.bundler.pack.BuildCode;
import voxcrate.bundler.pack.Programs;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressListener;

class BundleBuildTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final Instant CREATED = Instant.parse("2026-11-21T00:00:00Z");
  private static final Path JDK = Path.of(System.getProperty("java.home"));

  @TempDir static Path shared;
  private static @Nullable Built once;

  @TempDir Path folder;

  /// Linking a runtime takes seconds: what only looks at a bundle looks at this one.
  @BeforeAll
  static void build_once() throws Exception {
    once = build(SmallPrograms.in(shared.resolve("dist")), shared.resolve("out"));
  }

  private static Built built() {
    return Objects.requireNonNull(once);
  }

  @Test
  void carries_runtime_installer_engine_and_documents() throws Exception {
    var built = built();

    var manifest = built.bundle().manifest();
    assertThat(manifest.components())
        .extracting(Component::id)
        .containsExactly("docs", "engine", "engine-native", "installer", "runtime");
    assertThat(modes(manifest.entries()))
        .containsEntry("bin/voxcrate", Mode.EXECUTABLE)
        .containsEntry("bin/voxcrate-installer", Mode.EXECUTABLE)
        .containsEntry("runtime/bin/java", Mode.EXECUTABLE)
        .containsEntry("runtime/lib/modules", Mode.FILE)
        .containsEntry("runtime/lib/jspawnhelper", Mode.EXECUTABLE)
        .containsEntry("installer/lib/installer-0.1.0.jar", Mode.FILE)
        .containsEntry("engine/native/libonnxruntime.so", Mode.FILE)
        .containsEntry("engine/selftest/clip.rttm", Mode.FILE)
        .containsEntry("docs/errors.md", Mode.FILE)
        .containsEntry("docs/licences.txt", Mode.FILE);
  }

  @Test
  void the_runtime_says_who_built_it_and_the_list_of_parts_repeats_it() throws Exception {
    var said = new String(contents(built()).get("runtime/release"), StandardCharsets.UTF_8);

    assertThat(said).contains("IMPLEMENTOR=", "JAVA_RUNTIME_VERSION=\"" + Runtime.version() + "\"");
    assertThat(Files.readString(built().bundle().folder().resolve("sbom.cdx.json")))
        .contains("\"version\": \"" + Runtime.version() + "\"");
  }

  @Test
  void the_runtime_carries_no_certificates_of_this_machine() throws Exception {
    var built = built();

    assertThat(modes(built.bundle().manifest().entries()))
        .doesNotContainKey("runtime/lib/security/cacerts");
  }

  @Test
  void onnx_runtime_travels_without_the_native_files_in_its_jar() throws Exception {
    var built = built();

    var jar = contents(built).get("engine/lib/onnxruntime-1.29.0.jar");
    assertThat(jar).isNotNull();
    try (var in = new JarInputStream(new ByteArrayInputStream(jar))) {
      assertThat(in.getManifest()).as("manifest where the JDK looks for it").isNotNull();
      assertThat(in.getNextJarEntry().getName()).isEqualTo("ai/onnxruntime/OrtSession.class");
      assertThat(in.getNextJarEntry()).isNull();
    }
  }

  @Test
  void the_same_input_gives_the_same_bytes() throws Exception {
    var again = build(SmallPrograms.in(folder.resolve("programs")), folder.resolve("other"));

    assertThat(digests(again.bundle().folder())).isEqualTo(digests(built().bundle().folder()));
    assertThat(again.card()).hasSameTextualContentAs(built().card());
  }

  @Test
  void gnu_tar_unpacks_a_bootstrap_that_starts_and_carries_the_key() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/tar")), "needs tar");
    var built = built();

    var unpacked = Files.createDirectory(folder.resolve("unpacked"));
    run("/bin/tar", "xf", bootstrap(built).toString(), "-C", unpacked.toString());

    assertThat(run(unpacked.resolve("voxcrate-installer").toString())).contains("started");
    assertThat(run(unpacked.resolve("runtime/bin/java").toString(), "-version")).contains("25");
    assertThat(TrustedKey.ofPem(Files.readString(onlyFile(unpacked.resolve("trust"))), "key"))
        .isEqualTo(KEY.verifyingKey());
    assertThat(unpacked.resolve("installer/lib/installer-0.1.0.jar")).exists();
    assertThat(unpacked.resolve("engine")).doesNotExist();
  }

  @Test
  void the_bootstrap_holds_plain_files_of_nobody() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/tar")), "needs tar");
    var built = built();

    var listing = run("/bin/tar", "tvf", bootstrap(built).toString(), "--numeric-owner").lines();

    assertThat(listing).allMatch(line -> line.matches("-rw(-r--r--|xr-xr-x) 0/0 .*"));
  }

  @Test
  void the_card_for_paper_proves_the_bootstrap_as_a_shell_does() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/sha256sum")), "needs sha256sum");
    var built = built();

    var card = Files.readString(built.card());
    var command = card.substring(card.indexOf("2  ") + 3, card.indexOf("It must say"));
    var answer =
        new ProcessBuilder("/bin/sh", "-c", command)
            .directory(built.bundle().folder().toFile())
            .redirectErrorStream(true)
            .start();

    assertThat(new String(answer.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("bootstrap-linux-x64.tar: OK\n");
    assertThat(card).contains(KEY.verifyingKey().fingerprint().grouped().substring(0, 39));
  }

  @Test
  void the_text_on_the_medium_has_blanks_for_the_digest() throws Exception {
    var built = built();

    var text = Files.readString(built.bundle().folder().resolve("read-me-first.txt"));

    assertThat(text).contains("____ ____").doesNotContain(grouped(bootstrap(built)));
  }

  @Test
  void a_bundle_without_models_says_so() throws Exception {
    var built = built();

    assertThat(built.models().packed()).isEmpty();
    assertThat(built.bundle().folder().resolve("evidence.txt"))
        .content()
        .contains("none: this bundle carries the programs alone");
  }

  @Test
  void the_documents_lie_beside_it_as_one_page() throws Exception {
    var built = built();

    assertThat(built.bundle().sums()).containsKey("docs.html");
    assertThat(Files.readString(built.bundle().folder().resolve("docs.html")))
        .contains(
            "<h1 id=\"errors-errors\">Errors</h1>", "First install, on the airgapped machine");
  }

  @Test
  void no_text_of_the_bundle_names_the_builder() throws Exception {
    var built = built();

    for (var name :
        List.of(
            "evidence.html",
            "evidence.txt",
            "sbom.cdx.json",
            "licences.txt",
            "docs.html",
            "read-me-first.txt",
            "bundle.json")) {
      assertThat(Files.readString(built.bundle().folder().resolve(name)))
          .as(name)
          .doesNotContain(shared.toString(), JDK.toString(), System.getProperty("user.home") + "/");
    }
  }

  @Test
  void every_file_beside_the_payload_is_listed_and_covered_by_the_signed_sums() throws Exception {
    var listed =
        Files.readAllLines(built().bundle().folder().resolve("SHA256SUMS")).stream()
            .map(line -> line.substring(line.indexOf("  ") + 2))
            .toList();

    assertThat(listed)
        .containsExactly(
            "bootstrap-linux-x64.tar",
            "bundle.json",
            "chunks.bin",
            "docs.html",
            "evidence.html",
            "evidence.txt",
            "licences.txt",
            "read-me-first.txt",
            "sbom.cdx.json",
            "vol-000.tar.part");
  }

  @Test
  void a_bundle_is_never_overwritten() throws Exception {
    assertThatThrownBy(() -> build(shared.resolve("dist"), shared.resolve("out")))
        .isInstanceOfSatisfying(
            ToolException.class,
            refused -> assertThat(refused.problem().code()).isEqualTo(BuildCode.OUTPUT_EXISTS));
  }

  @Test
  void a_java_runtime_without_jlink_cannot_build() throws Exception {
    var programs = Programs.in(shared.resolve("dist"));
    var jre = folder.resolve("jre");
    var builder = new BundleBuild(recipes -> Models.NONE, programs, jre, ProgressListener.SILENT);

    assertThatThrownBy(() -> builder.build(request(folder.resolve("out"))))
        .isInstanceOfSatisfying(
            ToolException.class,
            refused -> assertThat(refused.problem().code()).isEqualTo(BuildCode.RUNTIME_NOT_MADE));
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void a_packed_bundler_needs_no_jdk_and_carries_the_runtime_it_was_packed_with() throws Exception {
    var dist = SmallPrograms.in(folder.resolve("dist"));
    Files.createDirectories(dist.resolve("runtime/bin"));
    Files.writeString(dist.resolve("runtime/bin/java"), "a runtime of its own");
    Files.writeString(dist.resolve("runtime/release"), "JAVA_VERSION=\"25\"\n");
    var jre = folder.resolve("jre");
    var builder =
        new BundleBuild(recipes -> Models.NONE, Programs.in(dist), jre, ProgressListener.SILENT);

    var built = builder.build(request(folder.resolve("out")));

    assertThat(contents(built).get("runtime/bin/java"))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("a runtime of its own");
  }

  @Test
  void incomplete_programs_are_refused_by_name() throws Exception {
    var dist = SmallPrograms.in(folder.resolve("dist"));
    Files.delete(dist.resolve("installer/bin/voxcrate"));

    assertThatThrownBy(() -> Programs.in(dist))
        .isInstanceOfSatisfying(
            ToolException.class,
            refused -> {
              assertThat(refused.problem().code()).isEqualTo(BuildCode.PROGRAMS_INCOMPLETE);
              assertThat(refused.problem().found()).contains("installer/bin/voxcrate");
            });
  }

  private static Built build(Path dist, Path out) throws Exception {
    var programs = Programs.in(dist);
    return new BundleBuild(recipes -> Models.NONE, programs, JDK, ProgressListener.SILENT)
        .build(request(out));
  }

  private static BuildRequest request(Path out) {
    return new BuildRequest(
        List.of(),
        "0.1.0",
        CREATED.getEpochSecond(),
        CREATED,
        Validity.UNLIMITED,
        VolumeLimit.FAT32,
        Signers.only(KEY),
        out);
  }

  private static Path bootstrap(Built built) {
    return built.bundle().folder().resolve("bootstrap-linux-x64.tar");
  }

  private static String grouped(Path file) {
    return Digest.of(file).hex().substring(0, 8).replaceAll("(....)(....)", "$1 $2");
  }

  private static Map<String, Mode> modes(List<Entry> entries) {
    var modes = new HashMap<String, Mode>();
    entries.forEach(entry -> modes.put(entry.path().value(), entry.mode()));
    return modes;
  }

  private static Map<String, Digest> digests(Path bundle) throws IOException {
    var digests = new TreeMap<String, Digest>();
    try (Stream<Path> files = Files.list(bundle)) {
      files.forEach(file -> digests.put(file.getFileName().toString(), Digest.of(file)));
    }
    return digests;
  }

  private static Path onlyFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      var all = files.toList();
      assertThat(all).hasSize(1);
      return all.getFirst();
    }
  }

  /// Small contents of a bundle by path.
  private static Map<String, byte[]> contents(Built built) throws IOException {
    var contents = new HashMap<String, byte[]>();
    OpenedBundle.open(built.bundle().folder(), new TrustedKeys(List.of(KEY.verifyingKey()), 1))
        .read(new Collector(contents), ProgressListener.SILENT);
    return contents;
  }

  private static final class Collector implements EntrySink {
    private final Map<String, byte[]> contents;
    private final java.io.ByteArrayOutputStream current = new java.io.ByteArrayOutputStream();

    Collector(Map<String, byte[]> contents) {
      this.contents = contents;
    }

    @Override
    public void begin(Entry entry) {
      current.reset();
    }

    @Override
    public void content(byte[] bytes, int offset, int length) {
      if (current.size() < 1 << 20) {
        current.write(bytes, offset, length);
      }
    }

    @Override
    public void end(Entry entry) {
      contents.put(entry.path().value(), current.toByteArray());
    }

    @Override
    public void same(Entry entry) {}
  }

  private static String run(String... command) throws Exception {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(answer).isZero();
    return answer;
  }
}
