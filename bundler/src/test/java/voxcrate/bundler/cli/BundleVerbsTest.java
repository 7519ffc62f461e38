package voxcrate.bundler.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;
import voxcrate.bundle.archive.VolumeLimit;
import voxcrate.bundler.VoxcrateBundler;
import voxcrate.bundler.build.ReleaseKey;
import voxcrate.bundler.build.SmallPrograms;
import voxcrate.cli.Program;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;

/// `build`, `inspect` and `verify` as people type them, with programs that are small and no models.
class BundleVerbsTest {
  private static final String CREATED = "2026-11-21T00:00:00Z";
  private static final String NAME = "voxcrate-1795219200";

  @TempDir static Path shared;

  @TempDir Path folder;

  private record Answer(int status, String out, String err) {}

  @BeforeAll
  static void build_once() throws IOException {
    SmallPrograms.in(shared.resolve("dist"));
    new ReleaseKey(shared.resolve("release.key")).generate(null);

    var answer = build(shared.resolve("release.key"), shared.resolve("out"), "--no-models");

    assertThat(answer.status()).as(answer.err()).isZero();
    assertThat(answer.out()).contains("none: it installs, and cannot say who spoke when");
  }

  @Test
  void the_bundle_is_named_by_the_seconds_of_its_time() {
    assertThat(bundle()).isDirectory();
    assertThat(shared.resolve("out").resolve(NAME + ".card.txt")).isRegularFile();
  }

  @Test
  void verify_accepts_what_build_wrote() {
    var answer = run("verify", bundle().toString(), "--trust", publicKey().toString());

    assertThat(answer.status()).as(answer.err()).isZero();
    assertThat(answer.out()).contains("is whole, signed by");
  }

  @Test
  void verify_does_not_believe_a_key_beside_the_bundle() throws Exception {
    var copy = copied();
    Files.copy(publicKey(), copy.resolve("release.pem"));

    var answer = run("verify", copy.toString(), "--trust", copy.resolve("release.pem").toString());

    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.err()).contains("VX-BUILD-009", "lies beside the bundle");
  }

  @Test
  void verify_refuses_another_key_s_bundle() throws Exception {
    var other = new ReleaseKey(folder.resolve("other.key"));
    other.generate(null);

    var answer = run("verify", bundle().toString(), "--trust", other.publicFile().toString());

    assertThat(answer.status()).isEqualTo(5);
    assertThat(answer.err()).contains("VX-BUNDLE-004");
  }

  @Test
  void verify_names_the_file_with_one_flipped_bit() throws Exception {
    var copy = copied();
    var file = copy.resolve("evidence.txt");
    var bytes = Files.readAllBytes(file);
    bytes[7] ^= 1;
    Files.write(file, bytes);

    var answer = run("verify", copy.toString(), "--trust", publicKey().toString());

    assertThat(answer.status()).isEqualTo(5);
    assertThat(answer.err()).contains("evidence.txt");
  }

  @Test
  void inspect_tells_components_with_licences() {
    var answer = run("inspect", bundle().toString(), "--trust", publicKey().toString(), "--json");

    assertThat(answer.status()).as(answer.err()).isZero();
    var document = JsonReader.readObject(answer.out().getBytes(UTF_8));
    assertThat(document.text("created")).isEqualTo(CREATED);
    var sizes = new TreeMap<String, Long>();
    for (var item : document.array("components")) {
      var component = (Json.Obj) item;
      sizes.put(component.text("id"), component.integer("bytes"));
    }
    assertThat(sizes.keySet())
        .containsExactly("docs", "engine", "engine-native", "installer", "runtime");
    assertThat(sizes)
        .as("native files are counted once")
        .containsEntry("engine-native", (long) "not really native".length());
    assertThat(sizes.get("engine")).isLessThan(1000);
  }

  @Test
  void inspect_tells_who_signed_and_sums_up_the_list_of_parts() {
    var answer = run("inspect", bundle().toString(), "--trust", publicKey().toString(), "--json");

    var document = JsonReader.readObject(answer.out().getBytes(UTF_8));
    assertThat(document.flag("verified")).isTrue();
    assertThat(document.array("signedBy")).hasSize(1);
    var sbom = document.object("sbom");
    assertThat(sbom.text("format")).isEqualTo("CycloneDX 1.6");
    assertThat(sbom.text("serialNumber")).startsWith("urn:uuid:");
    assertThat(sbom.object("parts").integer("platform")).isEqualTo(1);
    assertThat(sbom.object("parts").integer("library")).isEqualTo(2);
  }

  @Test
  void inspect_believes_no_list_of_parts_that_was_altered() throws Exception {
    var copy = copied();
    var list = copy.resolve("sbom.cdx.json");
    Files.writeString(list, Files.readString(list).replace("MIT", "BSD"));

    var answer = run("inspect", copy.toString(), "--trust", publicKey().toString());

    assertThat(answer.status()).isEqualTo(5);
    assertThat(answer.err()).contains("sbom.cdx.json");
    assertThat(answer.out()).isEmpty();
  }

  @Test
  void inspect_says_so_where_nobody_vouches() throws Exception {
    var copy = copied();
    Files.delete(copy.resolve("SHA256SUMS"));

    var answer = run("inspect", copy.toString(), "--unverified");

    assertThat(answer.status()).as(answer.err()).isZero();
    assertThat(answer.out()).containsPattern("signed by +UNVERIFIED").contains("Apache-2.0");
    assertThat(answer.err()).contains("may be invented", "--trust FILE");
    var document =
        JsonReader.readObject(
            run("inspect", copy.toString(), "--unverified", "--json").out().getBytes(UTF_8));
    assertThat(document.flag("verified")).isFalse();
    assertThat(document.members()).doesNotContainKeys("sbom", "signedBy");
  }

  @Test
  void words_that_a_terminal_obeys_are_refused_and_not_shown() throws Exception {
    var copy = copied();
    var manifest = copy.resolve("bundle.json");
    var text = Files.readString(manifest);
    Files.writeString(manifest, text.replace("Apache-2.0", "\\u001b[2J\u202eApache"));

    var answer = run("inspect", copy.toString(), "--unverified");

    assertThat(answer.status()).isEqualTo(5);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).contains("VX-BUNDLE-005").doesNotContain("\u001b", "\u202e");
  }

  @Test
  void inspect_refuses_what_another_key_has_signed() throws Exception {
    var other = new ReleaseKey(folder.resolve("other.key"));
    other.generate(null);

    var answer = run("inspect", bundle().toString(), "--trust", other.publicFile().toString());

    assertThat(answer.status()).isEqualTo(5);
    assertThat(answer.out()).isEmpty();
  }

  @Test
  void a_named_key_that_is_absent_is_not_made() {
    var answer = build(folder.resolve("none.key"), folder.resolve("out"), "--no-models");

    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.err()).contains("VX-BUILD-007", "none.key");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_key_with_a_passphrase_signs_with_it_and_not_with_another() throws Exception {
    var key = new ReleaseKey(folder.resolve("secret.key"));
    key.generate("right one".toCharArray());
    var wrong = Files.writeString(folder.resolve("passphrase"), "wrong one\n");

    var answer =
        build(
            key.file(),
            folder.resolve("out"),
            "--no-models",
            "--passphrase-file",
            wrong.toString());

    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.err()).contains("VX-BUNDLE-017", "another passphrase");
    assertThat(key.read("right one".toCharArray()).verifyingKey().pem())
        .isEqualTo(Files.readString(key.publicFile()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "2026-11-21", ""})
  void a_time_that_is_none_is_a_slip_of_the_pen(String time) {
    var answer =
        run(
            "build",
            "--no-models",
            "--dist",
            shared.resolve("dist").toString(),
            "--key",
            shared.resolve("release.key").toString(),
            "--out",
            folder.toString(),
            "--created",
            time);

    assertThat(answer.status()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"700M, 87", "2GiB, 256", "1g, 128", "8388608, 1", "5, 1"})
  void sizes_of_volumes_are_read_as_people_write_them(String text, long chunks) {
    assertThat(new VolumeSize().convert(text).chunksPerVolume()).isEqualTo(chunks);
  }

  @Test
  void fat32_and_none_are_sizes_too() {
    assertThat(new VolumeSize().convert("FAT32")).isEqualTo(VolumeLimit.FAT32);
    assertThat(new VolumeSize().convert("none")).isEqualTo(VolumeLimit.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "4 GB stick", "999999999999T"})
  void what_is_no_size_is_refused(String text) {
    assertThatThrownBy(() -> new VolumeSize().convert(text))
        .isInstanceOf(TypeConversionException.class);
  }

  private static Answer build(Path key, Path out, String... more) {
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of("build", "--out", out.toString(), "--key", key.toString()));
    arguments.addAll(List.of("--dist", shared.resolve("dist").toString(), "--created", CREATED));
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

  private static Path bundle() {
    return shared.resolve("out").resolve(NAME);
  }

  private static Path publicKey() {
    return shared.resolve("release.pem");
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
}
