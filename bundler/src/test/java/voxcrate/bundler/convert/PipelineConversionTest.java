package voxcrate.bundler.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundle.Digest;
import voxcrate.bundler.convert.refusal.ConvertCode;
import voxcrate.model.ModelDescriptor.Agglomerative;
import voxcrate.model.ModelDescriptor.Diarization;
import voxcrate.model.ModelDescriptor.Embedding;
import voxcrate.model.ModelDescriptor.Plda;
import voxcrate.model.ModelDescriptor.Segmentation;
import voxcrate.model.ModelDescriptor.Vbx;
import voxcrate.model.Precision;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressListener;

/// A pipeline whose repository holds its models.
class PipelineConversionTest {
  private static final String NAME = "voxcrate-test/community";

  @TempDir Path folder;
  private Path source = Path.of("");

  @BeforeEach
  void publish() throws Exception {
    source = CommunityRepository.write(folder.resolve("source"));
  }

  @Test
  void pipeline_is_converted_with_its_models_in_folders_below() throws Exception {
    var converted = convert("out");

    assertThat(files("out").keySet())
        .containsExactlyInAnyOrder(
            "model.json",
            "config.yaml",
            "README.md",
            "plda.f64",
            "plda-README.md",
            "segmentation/model.json",
            "segmentation/model.onnx",
            "embedding/model.json",
            "embedding/model.onnx",
            "embedding/README.md");
    assertThat(converted).isEqualTo(ConvertedModel.in(folder.resolve("out")));
    assertThat(converted.parts())
        .extracting(part -> part.descriptor().name())
        .containsExactly(NAME + "/segmentation", NAME + "/embedding");
    assertThat(converted.parts().getFirst().descriptor().speech()).isInstanceOf(Segmentation.class);
    assertThat(converted.parts().getLast().descriptor().speech()).isInstanceOf(Embedding.class);
  }

  @Test
  void descriptor_says_how_it_clusters_and_where_its_models_are() {
    var descriptor = convert("out").descriptor();

    var digest = Digest.of(folder.resolve("out/plda.f64"));
    assertThat(descriptor.speech())
        .isEqualTo(
            new Diarization(
                NAME + "/segmentation",
                NAME + "/embedding",
                0.1,
                true,
                new Vbx(0.6, 0.07, 0.8, new Plda("plda.f64", digest, 16, 8)),
                0.0));
  }

  @Test
  void every_part_and_the_plda_are_proven() {
    assertThat(convert("out").all())
        .extracting(model -> model.descriptor().provenance())
        .allSatisfy(
            provenance -> {
              assertThat(provenance.parity()).isNotNull();
              assertThat(provenance.licence()).isEqualTo("CC-BY-4.0");
              assertThat(provenance.revision()).isEqualTo("0123abc");
            });
  }

  @Test
  void same_source_gives_the_same_bytes() throws Exception {
    convert("one");
    convert("two");

    assertThat(files("two")).isEqualTo(files("one"));
  }

  @Test
  void source_digest_covers_the_plda() throws Exception {
    var before = convert("one").descriptor().provenance().source();
    var plda = source.resolve("plda/plda.npz");
    var other = Fixtures.resource("plda-tiny/plda.npz");
    other[10] ^= 1; // the time in a local header, which nobody reads
    Files.write(plda, other);

    assertThat(convert("two").descriptor().provenance().source()).isNotEqualTo(before);
  }

  @Test
  void models_may_lie_in_the_repository_of_an_agglomerative_pipeline() throws Exception {
    configure("VBxClustering", "AgglomerativeClustering");
    configure("    Fa: 0.07\n    Fb: 0.8\n", "    method: centroid\n    min_cluster_size: 12\n");

    var converted = convert("out");

    assertThat(converted.parts()).hasSize(2);
    assertThat(converted.descriptor().speech())
        .isInstanceOfSatisfying(
            Diarization.class,
            pipeline -> assertThat(pipeline.clustering()).isEqualTo(new Agglomerative(0.6, 12)));
    assertThat(folder.resolve("out/plda.f64")).doesNotExist();
  }

  @Test
  void models_of_other_repositories_stay_there() throws Exception {
    configure("embedding: $model/embedding", "embedding: voxcrate-demo/embedding");

    var converted = convert("out");

    assertThat(converted.parts()).hasSize(1);
    assertThat(folder.resolve("out/embedding")).doesNotExist();
  }

  @ParameterizedTest(name = "{1} instead of {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "plda: $model/plda | plda: $model/../plda | $model/FOLDER",
        "plda: $model/plda | plda: pyannote/plda | $model/FOLDER",
        "plda: $model/plda | other: x | plda",
        "segmentation: $model/segmentation | segmentation: $model/embedding | no model for seg",
        "embedding: $model/embedding | embedding: $model/segmentation | no model for embedding",
        "embedding: $model/embedding | embedding: $model/a/b | $model/FOLDER",
        "Fa: 0.07 | Fc: 0.07 | Fc",
        "Fb: 0.8 | Fb: 0 | Fb",
        "threshold: 0.6 | threshold: high | threshold",
      })
  void configuration_that_does_not_fit_is_refused_and_nothing_is_left(
      String right, String wrong, String reason) throws Exception {
    configure(right, wrong);

    assertRefused(ConvertCode.BAD_CONFIGURATION, reason, "config.yaml");
  }

  @Test
  void plda_for_other_embeddings_is_refused() throws Exception {
    TestPlda.write(source.resolve("plda"), TestPlda.random(20, 8), 20, 8);

    assertRefused(
        ConvertCode.BAD_CONFIGURATION, "embeddings of 20 numbers, and " + NAME, "config.yaml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"segmentation", "embedding"})
  void folder_without_weights_is_named(String part) throws Exception {
    Files.delete(source.resolve(part).resolve("pytorch_model.bin"));

    assertRefused(ConvertCode.FOLDER_UNREADABLE, "neither weights", "source/" + part);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plda.npz", "xvec_transform.npz"})
  void missing_file_of_the_plda_is_named(String file) throws Exception {
    Files.delete(source.resolve("plda").resolve(file));

    assertRefused(ConvertCode.FOLDER_UNREADABLE, file, file);
  }

  @Test
  void failure_leaves_what_was_there_before_but_no_finished_pipeline() throws Exception {
    convert("out");
    Files.writeString(folder.resolve("out/notes.txt"), "mine");
    Files.delete(source.resolve("embedding/pytorch_model.bin"));

    assertThatThrownBy(() -> convert("out")).isInstanceOf(ToolException.class);

    assertThat(folder.resolve("out/notes.txt")).hasContent("mine");
    assertThat(folder.resolve("out/model.json")).doesNotExist();
  }

  private void assertRefused(ConvertCode code, String reason, String place) {
    assertThatThrownBy(() -> convert("out"))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().code()).isEqualTo(code);
              assertThat(refusal.problem().found()).contains(reason);
              assertThat(refusal.problem().doing()).contains(place);
            });
    assertThat(folder.resolve("out")).doesNotExist();
  }

  private void configure(String right, String wrong) throws IOException {
    var file = source.resolve("config.yaml");
    var text = Files.readString(file);
    assertThat(text).contains(right);
    Files.writeString(file, text.replace(right, wrong));
  }

  private ConvertedModel convert(String out) {
    var model = new SourceModel(NAME, "0123abc", "CC-BY-4.0", source);
    return new Converter(Precision.F32)
        .convert(model, folder.resolve(out), ProgressListener.SILENT);
  }

  private Map<String, Digest> files(String out) throws IOException {
    var root = folder.resolve(out);
    try (var files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .collect(Collectors.toMap(file -> root.relativize(file).toString(), Digest::of));
    }
  }
}
