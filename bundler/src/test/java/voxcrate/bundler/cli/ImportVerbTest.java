package voxcrate.bundler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundler.VoxcrateBundler;
import voxcrate.cli.Program;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;

/// `import` as people type it, with the demo models as what they have.
final class ImportVerbTest {
  private static final Path MODELS =
      Path.of(System.getProperty("voxcrate.source"), "scripts", "demo-models", "hub");
  private static final String SEGMENTATION = "voxcrate-demo/segmentation";

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Path source, String... more) {
    var all = new ArrayList<>(List.of("import", source.toString()));
    all.addAll(List.of("--cache-dir", folder.resolve("models").toString()));
    all.addAll(List.of("--lock", folder.resolve("voxcrate.lock").toString()));
    all.addAll(List.of(more));
    return Program.run(
        new VoxcrateBundler(),
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        all.toArray(String[]::new));
  }

  /// A copy that may be damaged.
  private Path copy() throws Exception {
    var copy = folder.resolve("theirs");
    try (var walk = Files.walk(MODELS)) {
      for (var path : walk.filter(Files::isRegularFile).toList()) {
        var target = copy.resolve(MODELS.relativize(path).toString());
        Files.createDirectories(target.getParent());
        Files.copy(path, target);
      }
    }
    return copy;
  }

  private Path cached() {
    return folder.resolve("models/torch").resolve(SEGMENTATION).resolve("pytorch_model.bin");
  }

  @Test
  void everything_there_ends_0() throws Exception {
    assertThat(run(MODELS)).as(out + "" + err).isZero();

    assertThat(cached())
        .hasSameBinaryContentAs(MODELS.resolve(SEGMENTATION).resolve("pytorch_model.bin"));
    assertThat(out.toString())
        .containsPattern(
            "taken +" + SEGMENTATION + "/pytorch_model.bin +\\([0-9]+ bytes, as pinned")
        .contains("complete  " + folder.resolve("models/torch").resolve(SEGMENTATION));
  }

  @Test
  void what_is_complete_is_locked() throws Exception {
    run(MODELS);

    assertThat(folder.resolve("voxcrate.lock")).content().contains(SEGMENTATION, "README.md");
    assertThat(run(MODELS)).isZero();
    assertThat(out.toString()).containsPattern("there +" + SEGMENTATION + "/README.md");
  }

  @Test
  void something_missing_ends_8_and_says_where_to_get_it() throws Exception {
    var theirs = copy();
    Files.delete(theirs.resolve(SEGMENTATION).resolve("config.yaml"));

    assertThat(run(theirs)).isEqualTo(8);
    assertThat(out.toString())
        .contains("missing   " + SEGMENTATION + "/config.yaml", "voxcrate-bundler fetch");
  }

  @Test
  void something_else_ends_5_with_both_digests() throws Exception {
    var theirs = copy();
    var weights = theirs.resolve(SEGMENTATION).resolve("pytorch_model.bin");
    var content = Files.readAllBytes(weights);
    content[100] ^= 1;
    Files.write(weights, content);

    assertThat(run(theirs)).isEqualTo(5);
    assertThat(err.toString()).contains("VX-IMPORT-004").containsPattern("(?s)sha256:.*sha256:");
    assertThat(cached()).doesNotExist();
  }

  @Test
  void something_of_no_use_ends_7() throws Exception {
    assertThat(run(folder.resolve("nowhere"))).isEqualTo(7);
    assertThat(err.toString()).contains("VX-IMPORT-001", "no such file or folder");
  }

  @Test
  void programs_get_one_document() throws Exception {
    assertThat(run(MODELS, "--json")).isZero();

    var document = JsonReader.readObject(out.toString().getBytes(StandardCharsets.UTF_8));
    assertThat(document.array("repositories"))
        .allMatch(item -> ((Json.Obj) item).flag("complete"))
        .extracting(item -> ((Json.Obj) item).text("name"))
        .contains(SEGMENTATION);
  }

  /// A lock file of another version of the program, which pinned another commit of `repository`.
  private void lockAtAnotherCommit(String repository) throws Exception {
    Files.writeString(
        folder.resolve("voxcrate.lock"),
        """
        {"_type": "voxcrate-lock/1", "repositories": [
          {"name": "%s", "commit": "%s", "gated": true, "licence": "MIT", "files": [
            {"path": "config.yaml", "size": 1, "sha256": "%s"}]}]}
        """
            .formatted(repository, "1".repeat(40), "2".repeat(64)));
  }

  @Test
  void lock_that_disagrees_about_something_else_does_not_matter() throws Exception {
    lockAtAnotherCommit("pyannote/segmentation-3.0");

    assertThat(run(MODELS)).as(out + "" + err).isZero();
    assertThat(folder.resolve("voxcrate.lock"))
        .content()
        .contains(SEGMENTATION, "pyannote/segmentation-3.0", "1".repeat(40));
  }

  @Test
  void lock_that_disagrees_about_what_is_imported_stops() throws Exception {
    lockAtAnotherCommit(SEGMENTATION);

    assertThat(run(MODELS)).isEqualTo(5);
    assertThat(err.toString()).contains("VX-LOCK-002", SEGMENTATION, "1".repeat(40));
    assertThat(cached()).doesNotExist();
  }
}
