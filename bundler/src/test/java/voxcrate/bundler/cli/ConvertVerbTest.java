package voxcrate.bundler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.bundler.VoxcrateBundler;
import voxcrate.bundler.convert.CommunityRepository;
import voxcrate.bundler.scene.BundlerProcess;
import voxcrate.cli.Program;
import voxcrate.json.JsonReader;

class ConvertVerbTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path source = Path.of("");

  @BeforeEach
  void checkpoint() throws IOException {
    source = Files.createDirectories(folder.resolve("voxcrate-test/tiny"));
    try (var in =
        getClass().getResourceAsStream("/voxcrate/bundler/convert/segmentation-tiny.bin")) {
      if (in == null) {
        throw new UncheckedIOException(new IOException("the test checkpoint is missing"));
      }
      Files.copy(in, source.resolve("pytorch_model.bin"));
    }
  }

  @Test
  void convert_prints_the_parity_report() {
    int status = run(source.toString(), "--out", folder.resolve("out").toString());

    assertThat(status).isZero();
    assertThat(out.toString())
        .contains("converted voxcrate-test/tiny")
        .contains("log-probabilities agree with the reference within 1e-06");
    assertThat(folder.resolve("out/model.onnx")).exists();
  }

  /// By itself the runtime that proves parity would leave an identity and reports there.
  @Test
  void nothing_is_left_in_the_home_folder() throws Exception {
    var home = Files.createDirectory(folder.resolve("home"));
    var work = Files.createDirectory(folder.resolve("work"));
    var nowhere = URI.create("http://127.0.0.1:9/");

    var ended =
        new BundlerProcess(home, work, nowhere)
            .run(Map.of(), "", "convert", source.toString(), "--out", folder + "/out");

    assertThat(ended.status()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("agree with the reference");
    assertThat(home).isDirectoryNotContaining(file -> !file.endsWith("output"));
    assertThat(work).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({"--precision, int8, int8", "--precision, f16, f16", "--target, gpu, f16"})
  void precision_is_as_asked_for(String option, String value, String precision) throws IOException {
    var embedding = Files.createDirectories(folder.resolve("voxcrate-test/embedding"));
    try (var in = getClass().getResourceAsStream("/voxcrate/bundler/convert/embedding-tiny.bin")) {
      Files.write(
          embedding.resolve("pytorch_model.bin"), Objects.requireNonNull(in).readAllBytes());
    }

    int status =
        run(embedding.toString(), option, value, "--out", folder.resolve("out").toString());

    assertThat(status).isZero();
    assertThat(out.toString()).contains(" (" + precision + ")");
  }

  @ParameterizedTest
  @CsvSource({"--precision, f64", "--target, npu"})
  void unknown_precision_is_a_mistake_of_usage(String option, String value) {
    int status = run(source.toString(), option, value, "--out", folder.resolve("out").toString());

    assertThat(status).isEqualTo(2);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void pipeline_that_holds_its_models_is_reported_part_by_part() throws IOException {
    var pipeline = CommunityRepository.write(folder.resolve("voxcrate-test/community"));

    int status = run(pipeline.toString(), "--out", folder.resolve("out").toString());

    assertThat(status).isZero();
    assertThat(out.toString())
        .contains("converted voxcrate-test/community into")
        .contains("PLDA covariances agree with the reference within")
        .contains("converted voxcrate-test/community/segmentation into")
        .contains("converted voxcrate-test/community/embedding into");
  }

  @Test
  void json_is_the_descriptor() {
    int status =
        run(
            source.toString(),
            "--out",
            folder.resolve("out").toString(),
            "--name",
            "a/b",
            "--licence",
            "MIT",
            "--json");

    assertThat(status).isZero();
    var document = JsonReader.readObject(out.toString().getBytes(StandardCharsets.UTF_8));
    assertThat(document.text("name")).isEqualTo("a/b");
    assertThat(document.object("provenance").text("licence")).isEqualTo("MIT");
  }

  @Test
  void hostile_checkpoint_ends_with_status_5() throws IOException {
    var bytes = Files.readAllBytes(source.resolve("pytorch_model.bin"));
    Files.write(source.resolve("pytorch_model.bin"), java.util.Arrays.copyOf(bytes, 1000));

    int status = run(source.toString(), "--out", folder.resolve("out").toString());

    assertThat(status).isEqualTo(5);
    assertThat(err.toString()).contains("VX-CONVERT-002").contains("pytorch_model.bin");
  }

  @Test
  void name_of_another_form_is_a_usage_error() {
    int status =
        run(source.toString(), "--out", folder.resolve("out").toString(), "--name", "tiny");

    assertThat(status).isEqualTo(2);
    assertThat(err.toString()).contains("ORG/NAME");
  }

  private int run(String... arguments) {
    var all = new String[arguments.length + 1];
    all[0] = "convert";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Program.run(new VoxcrateBundler(), new PrintWriter(out), new PrintWriter(err), all);
  }
}
