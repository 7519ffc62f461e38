package voxcrate.bundle.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundle.Digest;

final class RecipeCatalogTest {
  private static final Path SOURCES =
      Path.of(System.getProperty("voxcrate.source"), "bundles", "recipes");

  private final RecipeCatalog catalog = RecipeCatalog.builtIn();

  @Test
  void catalog_holds_every_recipe_of_the_sources_and_writes_each_as_it_was_read()
      throws IOException {
    try (var files = Files.list(SOURCES)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> !name.equals("catalog.json"))
          .containsExactlyInAnyOrderElementsOf(
              catalog.documents().stream().map(recipe -> recipe.name() + ".json").toList());
    }
    for (var recipe : catalog.documents()) {
      assertThat(RecipeCodec.write(recipe))
          .asString(StandardCharsets.UTF_8)
          .isEqualTo(Files.readString(SOURCES.resolve(recipe.name() + ".json")));
    }
  }

  @Test
  void diarization_3_1_needs_two_gated_repositories_and_an_open_one() {
    var recipe = catalog.find("diarization-3.1").orElseThrow();

    assertThat(recipe.pinned())
        .filteredOn(RecipeRepository::gated)
        .extracting(RecipeRepository::name)
        .containsExactly("pyannote/segmentation-3.0", "pyannote/speaker-diarization-3.1");
    assertThat(recipe.pinned())
        .filteredOn(repository -> !repository.gated())
        .extracting(RecipeRepository::name)
        .containsExactly("pyannote/wespeaker-voxceleb-resnet34-LM");
  }

  @Test
  void weights_are_pinned_by_size_and_digest_in_every_recipe() {
    assertThat(catalog.recipes())
        .flatExtracting(Recipe::repositories)
        .flatExtracting(WantedRepository::files)
        .filteredOn(file -> file.path().value().matches(".*\\.(bin|npz|safetensors)"))
        .hasSize(19)
        .allSatisfy(
            file -> {
              assertThat(file.sizeBytes()).as(file.path().value()).isPresent();
              assertThat(file.sha256()).as(file.path().value()).isPresent();
            });
  }

  /// Two public digests of this file disagree. The text below gives one of them, and git's id and
  /// the size that are known independently; so that one is pinned.
  @Test
  void pin_of_the_3_1_configuration_agrees_with_gits_id_of_the_same_bytes() {
    var text =
        """
        version: 3.1.0

        pipeline:
          name: pyannote.audio.pipelines.SpeakerDiarization
          params:
            clustering: AgglomerativeClustering
            embedding: pyannote/wespeaker-voxceleb-resnet34-LM
            embedding_batch_size: 32
            embedding_exclude_overlap: true
            segmentation: pyannote/segmentation-3.0
            segmentation_batch_size: 32

        params:
          clustering:
            method: centroid
            min_cluster_size: 12
            threshold: 0.7045654963945799
          segmentation:
            min_duration_off: 0.0
        """
            .getBytes(StandardCharsets.UTF_8);
    var hash = GitBlobId.newHash(text.length);
    hash.update(text);

    var pinned = catalog.find("diarization-3.1").orElseThrow().pinned().getLast().guardedFile();

    assertThat(pinned.sizeBytes()).hasValue(text.length);
    assertThat(pinned.gitBlob()).hasValue(GitBlobId.of(hash));
    assertThat(pinned.sha256()).hasValue(Digest.of(text));
  }

  @Test
  void only_the_demo_is_for_practice() {
    assertThat(catalog.recipes())
        .filteredOn(Recipe::practice)
        .extracting(Recipe::name)
        .containsExactly("demo");
  }

  @Test
  void only_what_no_public_pin_is_known_of_leaves_its_commit_open() {
    assertThat(catalog.recipes())
        .filteredOn(recipe -> recipe.pinned().size() < recipe.repositories().size())
        .extracting(Recipe::name)
        .containsExactly("align-de", "align-fr", "align-es", "align-it");
  }

  @Test
  void no_built_in_recipe_forbids_commercial_use() {
    assertThat(catalog.recipes())
        .flatExtracting(Recipe::repositories)
        .extracting(WantedRepository::licence)
        .allSatisfy(
            licence ->
                assertThat(licence)
                    .hasValueSatisfying(
                        name -> assertThat(Licence.isNonCommercial(name)).isFalse()));
  }

  @Test
  void whisper_large_v3_turbo_has_the_weights_that_are_publicly_known() {
    var repository = catalog.find("whisper-large-v3-turbo").orElseThrow().pinned().getFirst();

    assertThat(repository.name()).isEqualTo("openai/whisper-large-v3-turbo");
    assertThat(repository.role()).isEqualTo(RecipeRepository.Role.TRANSCRIPTION);
    assertThat(repository.licence()).isEqualTo("MIT");
    assertThat(repository.gated()).isFalse();
    assertThat(repository.files().getFirst().sizeBytes()).hasValue(1_617_824_864L);
  }

  @ParameterizedTest
  @CsvSource({
    "whisper:acme/model,                  TRANSCRIPTION, acme/model, main",
    "whisper:acme/model.v2@release/1.0,   TRANSCRIPTION, acme/model.v2, release/1.0",
    "align:acme/x@22aad52d435eb6dbaf354bdad9b0da84ce7d6156, ALIGNMENT, acme/x,"
        + " 22aad52d435eb6dbaf354bdad9b0da84ce7d6156",
  })
  void model_of_ones_own_is_a_recipe_by_its_name(
      String name, RecipeRepository.Role role, String repository, String revision) {
    var wanted = catalog.find(name).orElseThrow().repositories().getFirst();

    assertThat(wanted).isEqualTo(WantedRepository.named(repository, role, Revision.of(revision)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "whisper:",
        "whisper:model",
        "whisper:acme/../x",
        "whisper:acme/model@",
        "whisper:a/b@a b",
        "whisper:a/b@c@d",
        "speaker:acme/model",
        ":acme/model",
        "whisper-huge"
      })
  void other_names_are_no_recipe(String name) {
    assertThat(catalog.find(name)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "CC-BY-NC-4.0, true", "cc-by-nc-sa-3.0, true", "Some-NonCommercial-1.0, true",
    "fair-noncommercial-research-license, true", "CC-BY-4.0, false", "Apache-2.0, false",
    "MIT, false", "NCSA, false", "unknown, false"
  })
  void licence_without_commercial_use_is_known_by_its_name(String licence, boolean nonCommercial) {
    assertThat(Licence.isNonCommercial(licence)).isEqualTo(nonCommercial);
  }

  private Selection select(String name, String... languages) {
    return catalog.select(List.of(catalog.document(name).orElseThrow()), List.of(languages));
  }

  private static List<String> names(List<Recipe> recipes) {
    return recipes.stream().map(Recipe::name).toList();
  }

  @Test
  void usual_is_speech_with_a_choice_of_diarization() {
    assertThat(catalog.usual().name()).isEqualTo("speech");

    var selection = select("speech", "en");

    assertThat(names(selection.recipes()))
        .containsExactly("whisper-large-v3-turbo", "vad", "align-en");
    assertThat(selection.choices())
        .singleElement()
        .satisfies(
            choice -> {
              assertThat(choice.name()).isEqualTo("diarization");
              assertThat(choice.names())
                  .containsExactly("diarization-community-1", "diarization-3.1");
              assertThat(choice.asked()).isFalse();
            });
  }

  @Test
  void small_speech_differs_in_the_model_alone() {
    assertThat(names(select("speech-small", "de", "fr").recipes()))
        .containsExactly("whisper-base", "vad", "align-de", "align-fr");
    assertThat(select("speech-small").choices()).isEqualTo(select("speech").choices());
  }

  @Test
  void everything_is_all_but_practice_and_leaves_no_choice() {
    var selection = select("everything", "en");

    assertThat(selection.choices()).isEmpty();
    assertThat(selection.recipes())
        .containsExactlyInAnyOrderElementsOf(
            catalog.recipes().stream().filter(recipe -> !recipe.practice()).toList());
  }

  @Test
  void recipe_that_is_named_besides_is_chosen_by_that() {
    var both =
        catalog.select(
            List.of(
                catalog.document("speech").orElseThrow(),
                catalog.document("diarization-3.1").orElseThrow()),
            List.of());

    assertThat(both.choices()).isEmpty();
    assertThat(names(both.recipes()))
        .containsExactly("whisper-large-v3-turbo", "vad", "diarization-3.1");
  }

  @Test
  void languages_are_those_that_have_a_recipe() {
    assertThat(catalog.languages("align")).containsExactly("en", "de", "fr", "es", "it");
  }
}
