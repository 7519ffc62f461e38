package voxcrate.engine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundle.Digest;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.oms.ModelSigner;
import voxcrate.bundle.oms.ModelStatement;
import voxcrate.bundle.trust.SigningKey;
import voxcrate.engine.testing.TinyModels;

/// `voxcrate models --verify`, on models signed as a release signs them.
final class ModelVerificationTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final String SEGMENTATION = "voxcrate-test/segmentation-tiny";
  private static final String EMBEDDING = "voxcrate-test/embedding-tiny";

  @TempDir Path folder;

  @BeforeEach
  void lay_out_an_installation() throws IOException {
    for (var model : List.of("segmentation-tiny", "embedding-tiny", "diarization-tiny")) {
      var root = Files.createDirectories(models().resolve("torch/voxcrate-test").resolve(model));
      try (var files = Files.list(TinyModels.FOLDER.resolve(model))) {
        for (var file : files.toList()) {
          put(root.resolve(file.getFileName().toString()), Files.readAllBytes(file));
        }
      }
    }
    put(root(SEGMENTATION).resolve("notes/terms.txt"), new byte[] {'t'});
    for (var model : List.of(SEGMENTATION, EMBEDDING, "voxcrate-test/diarization-tiny")) {
      sign(root(model), KEY);
    }
    put(folder.resolve("prefix/trust/0123456789ab.pem"), KEY.verifyingKey().pem().getBytes(UTF_8));
    System.setProperty("voxcrate.prefix", folder.resolve("prefix").toString());
  }

  @AfterEach
  void forget_the_installation() {
    System.clearProperty("voxcrate.prefix");
  }

  @Test
  void how_much_is_to_be_read_is_told_before() throws IOException {
    long bytes;
    try (var files = Files.walk(models())) {
      bytes = files.map(Path::toFile).filter(File::isFile).mapToLong(File::length).sum();
    }

    assertThat(verify("--progress", "json").err())
        .contains("\"event\":\"started\",\"total\":" + bytes + ",\"unit\":\"bytes\"")
        .contains("{\"task\":\"verifying models\",\"event\":\"finished\"}");
  }

  @Test
  void models_as_they_were_signed_are_good() {
    var run = verify("--json");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.json().flag("verified")).isTrue();
    assertThat(run.json().objects("models"))
        .hasSize(3)
        .allSatisfy(
            model ->
                assertThat(model.text("signedBy"))
                    .isEqualTo(KEY.verifyingKey().fingerprint().toString()));
    assertThat(verify().out()).containsPattern("good +" + SEGMENTATION + " +3 files, signed by");
  }

  @Test
  void one_altered_bit_is_found_in_its_model_and_in_no_other() throws IOException {
    var graph = root(EMBEDDING).resolve("model.onnx");
    var bytes = Files.readAllBytes(graph);
    bytes[1000] ^= 1;
    put(graph, bytes);

    var run = verify();

    assertThat(run.status()).isEqualTo(5);
    assertThat(run.out())
        .containsPattern("FAILED +" + EMBEDDING + " +model.onnx was altered")
        .containsPattern("good +" + SEGMENTATION);
    assertThat(run.err()).contains("VX-ENGINE-015");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "extra.txt",
        ".gitignore",
        ".git/config",
        ".gitattributes",
        "notes/more.txt",
        "model.sig.old",
        "part/model.json"
      })
  void file_that_nobody_signed_is_refused_whatever_its_name(String name) throws IOException {
    put(root(SEGMENTATION).resolve(name), new byte[] {'x'});

    var run = verify();

    assertRefused(run, "VX-ENGINE-015", "was added");
  }

  @Test
  void an_empty_folder_is_refused_too() throws IOException {
    Files.createDirectory(root(SEGMENTATION).resolve("empty"));

    assertRefused(verify(), "VX-ENGINE-015", "empty was added: a folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.onnx", "model.json", "notes/terms.txt"})
  void a_file_that_is_missing_is_named(String name) throws IOException {
    Files.delete(root(SEGMENTATION).resolve(name));

    assertRefused(verify(), "VX-ENGINE-015", name + " is missing");
  }

  @Test
  void signatures_of_two_models_are_not_exchanged_unnoticed() throws IOException {
    var one = root(SEGMENTATION).resolve("model.sig");
    var other = root(EMBEDDING).resolve("model.sig");
    var kept = Files.readAllBytes(one);
    put(one, Files.readAllBytes(other));
    put(other, kept);

    var run = verify();

    assertRefused(run, "VX-ENGINE-015", "belongs to a model named embedding-tiny");
    assertThat(run.err()).contains("belongs to a model named segmentation-tiny");
  }

  @Test
  void another_key_s_signature_is_refused() throws IOException {
    sign(root(SEGMENTATION), SigningKey.generate());

    assertRefused(
        verify(), "VX-ENGINE-014", "a signature by " + KEY.verifyingKey().fingerprint().label());
  }

  @Test
  void a_model_without_a_signature_is_refused_where_keys_are_pinned() throws IOException {
    Files.delete(root(SEGMENTATION).resolve("model.sig"));

    assertRefused(verify(), "VX-ENGINE-013", "no model.sig");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "null", "{\"mediaType\":1}", "not JSON"})
  void what_is_no_signature_is_refused(String content) throws IOException {
    put(root(SEGMENTATION).resolve("model.sig"), content.getBytes(UTF_8));

    assertRefused(verify(), "VX-ENGINE-014", "model.sig");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.onnx", "model.sig"})
  void a_link_is_refused_even_to_the_right_content(String name) throws IOException {
    var file = root(SEGMENTATION).resolve(name);
    var elsewhere = Files.move(file, folder.resolve("elsewhere"));
    Files.createSymbolicLink(file, elsewhere);

    assertThat(verify().status()).isEqualTo(5);
  }

  @Test
  void a_folder_behind_a_link_is_not_looked_into() throws IOException {
    Files.move(root(SEGMENTATION).resolve("notes"), folder.resolve("notes"));
    Files.createSymbolicLink(root(SEGMENTATION).resolve("notes"), folder.resolve("notes"));

    assertRefused(verify(), "VX-ENGINE-015", "notes was added: a symbolic link");
  }

  @ParameterizedTest
  @CsvSource({"rwxr-xr-x, 0755", "rw-rw-rw-, 0666"})
  void data_is_neither_executable_nor_open_to_everybody(String rights, String told)
      throws IOException {
    Files.setPosixFilePermissions(
        root(SEGMENTATION).resolve("model.onnx"), PosixFilePermissions.fromString(rights));

    assertRefused(verify(), "VX-ENGINE-015", "mode " + told);
  }

  @Test
  void a_model_json_is_not_parsed_before_it_is_known_to_be_the_signed_one() throws IOException {
    put(root(SEGMENTATION).resolve("model.json"), "{".repeat(100_000).getBytes(UTF_8));

    assertRefused(verify(), "VX-ENGINE-015", "model.json was altered");
  }

  @Test
  void outside_an_installation_digests_are_compared_and_nobody_vouches() {
    System.clearProperty("voxcrate.prefix");

    var run = verify();

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("unvouched +" + SEGMENTATION);
    assertThat(run.err()).contains("nobody vouches", "--trust FILE");
    assertThat(verify("--strict").status()).isEqualTo(8);
    assertThat(verify("--json").json().flag("verified")).isFalse();
  }

  @Test
  void outside_an_installation_an_altered_model_is_refused_all_the_same() throws IOException {
    System.clearProperty("voxcrate.prefix");
    put(root(SEGMENTATION).resolve("notes/terms.txt"), new byte[] {'T'});

    assertRefused(verify(), "VX-ENGINE-015", "notes/terms.txt was altered");
  }

  @Test
  void models_of_one_s_own_are_held_against_their_model_json() throws IOException {
    System.clearProperty("voxcrate.prefix");
    for (var model : List.of(SEGMENTATION, EMBEDDING)) {
      Files.delete(root(model).resolve("model.sig"));
    }
    put(root(EMBEDDING).resolve("model.onnx"), new byte[] {0});

    var run = verify();

    assertThat(run.out())
        .containsPattern("unvouched +" + SEGMENTATION + " .*no model.sig")
        .containsPattern("FAILED +" + EMBEDDING + " +model.onnx was altered");
    assertThat(run.status()).isEqualTo(5);
  }

  @Test
  void a_named_key_vouches_where_none_is_pinned() throws IOException {
    System.clearProperty("voxcrate.prefix");
    var key = folder.resolve("site.pem");
    put(key, KEY.verifyingKey().pem().getBytes(UTF_8));

    var run = verify("--trust", key);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("good +" + SEGMENTATION);
  }

  @Test
  void a_key_that_the_installation_does_not_name_proves_nothing() throws IOException {
    var other = SigningKey.generate().verifyingKey();
    put(folder.resolve("prefix/trust/another.pem"), other.pem().getBytes(UTF_8));
    name(other.fingerprint().toString());

    assertRefused(verify(), "VX-ENGINE-014", SEGMENTATION);

    name(KEY.verifyingKey().fingerprint().toString());
    assertThat(verify().status()).isZero();
  }

  private void name(String key) throws IOException {
    var state = "{\"trusted\":{\"keys\":[\"" + key + "\"]}}";
    put(folder.resolve("prefix/trust/state.json"), state.getBytes(UTF_8));
  }

  @Test
  void a_key_among_the_models_proves_nothing() throws IOException {
    var key = models().resolve("site.pem");
    put(key, KEY.verifyingKey().pem().getBytes(UTF_8));

    var run = verify("--trust", key);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("VX-ENGINE-016", "lies with the models");
  }

  @Test
  void a_key_without_verification_is_a_slip_of_the_pen() {
    var run = EngineRun.of("models", "--models", models(), "--trust", folder.resolve("site.pem"));

    assertThat(run.status()).isEqualTo(2);
  }

  @Test
  void models_behind_the_link_of_an_installation_are_found() throws IOException {
    var link = Files.createSymbolicLink(folder.resolve("link"), models());

    assertThat(EngineRun.of("models", "--models", link).out()).contains(SEGMENTATION);
    assertThat(EngineRun.of("models", "--models", link, "--verify").out())
        .containsPattern("good +" + SEGMENTATION);
  }

  private EngineRun verify(Object... more) {
    var all = new java.util.ArrayList<Object>(List.of("models", "--verify", "--models", models()));
    all.addAll(List.of(more));
    return EngineRun.of(all.toArray());
  }

  private static void assertRefused(EngineRun run, String code, String told) {
    assertThat(run.status()).as(run.out() + run.err()).isEqualTo(5);
    assertThat(run.err()).contains(code, told);
  }

  private Path models() {
    return folder.resolve("prefix/current/models");
  }

  private Path root(String name) {
    return models().resolve("torch").resolve(name);
  }

  private static void put(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private static void sign(Path root, SigningKey key) throws IOException {
    var digests = new TreeMap<RelativePath, Digest>();
    try (var files = Files.walk(root)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("model.sig")) {
          digests.put(new RelativePath(root.relativize(file).toString()), Digest.of(file));
        }
      }
    }
    var statement = new ModelStatement(root.getFileName().toString(), digests);
    put(root.resolve("model.sig"), ModelSigner.by(List.of(key)).orElseThrow().sign(statement));
  }
}
