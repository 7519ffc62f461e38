package voxcrate.engine.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.engine.EngineCode;
import voxcrate.engine.testing.TinyModels;
import voxcrate.problem.ToolException;

final class ModelCatalogTest {
  @TempDir Path folder;

  @Test
  void a_pipeline_comes_with_its_two_models() {
    var pipeline = ModelCatalog.in(TinyModels.FOLDER).pipeline(Optional.empty());

    assertThat(pipeline.name()).isEqualTo("voxcrate-test/diarization-tiny");
    assertThat(pipeline.segmentation().model().windowSamples()).isEqualTo(160_000);
    assertThat(pipeline.embedding().model().dimension()).isEqualTo(16);
  }

  @Test
  void a_folder_that_is_not_there_holds_no_models() {
    var catalog = ModelCatalog.in(folder.resolve("none"));

    assertThat(catalog.models()).isEmpty();
    assertRefused(catalog, EngineCode.NO_PIPELINE, "no pipeline");
  }

  @Test
  void a_pipeline_without_its_model_is_refused() throws IOException {
    copy("diarization-tiny", "a");
    copy("segmentation-tiny", "b");

    assertRefused(
        ModelCatalog.in(folder), EngineCode.MODEL_UNUSABLE, "voxcrate-test/embedding-tiny");
  }

  @Test
  void models_in_a_form_for_cards_are_for_cards() throws IOException {
    for (var model : new String[] {"diarization-tiny", "segmentation-tiny", "embedding-tiny"}) {
      copy(model, "torch/voxcrate-test/" + model);
    }
    copy("embedding-tiny", "cuda/voxcrate-test/embedding-tiny");

    var forProcessor = ModelCatalog.in(folder).pipeline(Optional.empty());
    var forCards = ModelCatalog.forCards(folder).pipeline(Optional.empty());

    assertThat(ModelCatalog.in(folder).models()).hasSize(3);
    assertThat(ModelCatalog.forCards(folder).models()).hasSize(3);
    assertThat(folder.relativize(forProcessor.embedding().folder()))
        .startsWithRaw(Path.of("torch"));
    assertThat(folder.relativize(forCards.embedding().folder())).startsWithRaw(Path.of("cuda"));
    assertThat(folder.relativize(forCards.segmentation().folder())).startsWithRaw(Path.of("torch"));
  }

  @Test
  void of_several_pipelines_one_must_be_named() throws IOException {
    for (var model : new String[] {"diarization-tiny", "segmentation-tiny", "embedding-tiny"}) {
      copy(model, model);
    }
    var other = folder.resolve("other");
    Files.createDirectories(other);
    Files.writeString(
        other.resolve("model.json"),
        Files.readString(TinyModels.FOLDER.resolve("diarization-tiny/model.json"))
            .replace("diarization-tiny", "other"));
    var catalog = ModelCatalog.in(folder);

    assertRefused(catalog, EngineCode.NO_PIPELINE, "several");
    assertThat(catalog.pipeline(Optional.of("voxcrate-test/other")).name())
        .isEqualTo("voxcrate-test/other");
  }

  @Test
  void of_several_pipelines_the_one_that_clusters_by_vbx_is_taken() throws IOException {
    TinyModels.writeVbx(folder);
    var catalog = ModelCatalog.in(folder);

    assertThat(catalog.pipelines()).hasSize(2);
    assertThat(catalog.pipeline(Optional.empty()).name()).isEqualTo("voxcrate-test/vbx-tiny");
    assertThat(catalog.pipeline(Optional.empty()).folder()).isEqualTo(folder.resolve("vbx-tiny"));
    assertThat(catalog.pipeline(Optional.of("voxcrate-test/diarization-tiny")).name())
        .isEqualTo("voxcrate-test/diarization-tiny");
  }

  @Test
  void an_alignment_model_is_listed_and_no_pipeline() throws IOException {
    for (var model : new String[] {"diarization-tiny", "segmentation-tiny", "embedding-tiny"}) {
      copy(model, model);
    }
    TinyModels.writeAlignment(folder.resolve("torch/org/align"));
    var catalog = ModelCatalog.in(folder);

    assertThat(catalog.models()).extracting(InstalledModel::kind).contains("alignment");
    assertThat(catalog.pipelines()).containsExactly("voxcrate-test/diarization-tiny");
    assertThat(catalog.pipeline(Optional.empty()).name())
        .isEqualTo("voxcrate-test/diarization-tiny");
  }

  @Test
  void an_alignment_model_alone_cannot_diarize() throws IOException {
    TinyModels.writeAlignment(folder.resolve("align"));

    assertRefused(ModelCatalog.in(folder), EngineCode.NO_PIPELINE, "no pipeline");
  }

  @Test
  void an_alignment_model_is_found_by_its_language() throws IOException {
    TinyModels.writeAlignment(folder.resolve("1"), "org/a-of-many", List.of("de", "en", "fr"));
    TinyModels.writeAlignment(folder.resolve("2"), "org/z-german", List.of("de"));
    TinyModels.writeAlignment(folder.resolve("3"), "org/y-german", List.of("de"));
    TinyModels.writeAlignment(folder.resolve("4"), "org/of-no-known-language", List.of());
    var catalog = ModelCatalog.in(folder);

    assertThat(catalog.alignment("de")).map(InstalledModel::name).hasValue("org/y-german");
    assertThat(catalog.alignment("fr")).map(InstalledModel::name).hasValue("org/a-of-many");
    assertThat(catalog.alignment("ja")).isEmpty();
    assertThat(catalog.alignmentNamed("of-no-known-language").name())
        .isEqualTo("org/of-no-known-language");
    assertThatThrownBy(() -> catalog.alignmentNamed("german"))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().code()).isEqualTo(EngineCode.NO_ALIGNMENT_MODEL);
              assertThat(refusal.problem().found()).contains("org/y-german, org/z-german");
            });
  }

  @Test
  void an_alignment_model_whose_labels_have_no_names_is_for_no_language() throws IOException {
    TinyModels.writeAlignment(folder, "org/a-nameless", List.of("de"), List.of("", "", ""));

    assertThat(ModelCatalog.in(folder).alignment("de")).isEmpty();
  }

  @Test
  void a_descriptor_that_cannot_be_read_is_named() throws IOException {
    Files.createDirectories(folder.resolve("a"));
    Files.writeString(folder.resolve("a/model.json"), "{}");

    assertThatThrownBy(() -> ModelCatalog.in(folder))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> assertThat(refusal.problem().doing()).contains("a/model.json"));
  }

  @Test
  void a_pipeline_that_clusters_in_a_way_nobody_knows_is_refused_by_its_name() throws IOException {
    Files.createDirectories(folder.resolve("a"));
    Files.writeString(
        folder.resolve("a/model.json"),
        Files.readString(TinyModels.FOLDER.resolve("diarization-tiny/model.json"))
            .replace("\"agglomerative\"", "\"spectral\""));

    assertThatThrownBy(() -> ModelCatalog.in(folder))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().doing()).contains("a/model.json");
              assertThat(refusal.problem().found()).contains("spectral");
            });
  }

  private void copy(String model, String name) throws IOException {
    Files.createDirectories(folder.resolve(name));
    Files.copy(
        TinyModels.FOLDER.resolve(model).resolve("model.json"),
        folder.resolve(name).resolve("model.json"));
  }

  private static void assertRefused(ModelCatalog catalog, EngineCode code, String found) {
    assertThatThrownBy(() -> catalog.pipeline(Optional.empty()))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().code()).isEqualTo(code);
              assertThat(refusal.problem().found()).contains(found);
            });
  }
}
