package voxcrate.bundle.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
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
          .containsExactlyInAnyOrderElementsOf(
              catalog.recipes().stream().map(recipe -> recipe.name() + ".json").toList());
    }
    for (var recipe : catalog.recipes()) {
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
        .filteredOn(file -> file.path().value().matches(".*\\.(bin|npz)"))
        .hasSize(8)
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
}
