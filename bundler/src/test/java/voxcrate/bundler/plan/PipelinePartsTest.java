package voxcrate.bundler.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeFile;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundle.recipe.RecipeRepository.Role;
import voxcrate.bundle.recipe.Revision;
import voxcrate.bundle.recipe.WantedRepository;
import voxcrate.bundler.download.Fetcher;
import voxcrate.bundler.download.ModelCache;
import voxcrate.bundler.download.RecipeFetch;
import voxcrate.bundler.hub.AccessChecker;
import voxcrate.bundler.hub.HubClient;
import voxcrate.bundler.hub.HubCode;
import voxcrate.bundler.lock.Lock;
import voxcrate.bundler.lock.LockFile;
import voxcrate.bundler.practice.GateState;
import voxcrate.bundler.practice.LoggedRequest.Origin;
import voxcrate.bundler.scene.HubScene;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressListener;

/// A recipe that names a pipeline alone: what else it needs stands in the pipeline's `config.yaml`.
final class PipelinePartsTest {
  private static final String CONFIGURATION =
      """
      version: 3.1.0

      pipeline:
        name: pyannote.audio.pipelines.SpeakerDiarization
        params:
          clustering: AgglomerativeClustering
          embedding: acme/embedding
          embedding_batch_size: 32
          segmentation: acme/segmentation
      """;
  private static final Recipe PIPELINE_ALONE =
      new Recipe(
          "own",
          "A recipe of one's own",
          false,
          List.of(WantedRepository.named(HubScene.PIPELINE, Role.PIPELINE, Revision.MAIN)));

  @TempDir Path folder;
  private Path served = Path.of("");
  @AutoClose private HubScene scene;

  @BeforeEach
  void start() throws Exception {
    served = folder.resolve("hub");
    scene = HubScene.start(served);
    publish(CONFIGURATION);
  }

  private void publish(String configuration) throws IOException {
    scene.close();
    Files.writeString(served.resolve(HubScene.PIPELINE).resolve("config.yaml"), configuration);
    scene = HubScene.over(served);
  }

  private static Resolution resolve(HubClient client, Lock lock) throws InterruptedException {
    return Resolver.asking(client).resolve(List.of(PIPELINE_ALONE), lock);
  }

  private Resolution resolve() throws InterruptedException {
    return resolve(scene.client("granted"), Lock.EMPTY);
  }

  private RecipeFetch fetch(HubClient client) {
    return new RecipeFetch(
        client,
        new Fetcher(client, new ModelCache(folder.resolve("models")), ProgressListener.SILENT),
        lockFile());
  }

  private LockFile lockFile() {
    return new LockFile(folder.resolve("voxcrate.lock"));
  }

  @Test
  void repositories_that_the_configuration_names_are_wanted_with_their_gates() throws Exception {
    var resolution = resolve();

    assertThat(resolution.repositories())
        .extracting(RecipeRepository::name, RecipeRepository::role, RecipeRepository::gated)
        .containsExactlyInAnyOrder(
            tuple(HubScene.PIPELINE, Role.PIPELINE, true),
            tuple(HubScene.SEGMENTATION, Role.SEGMENTATION, true),
            tuple(HubScene.EMBEDDING, Role.EMBEDDING, false));
    assertThat(resolution.unread()).isEmpty();
    assertThat(scene.requests(Origin.CONTENT)).isEmpty();
  }

  @Test
  void gate_of_a_repository_that_only_the_configuration_names_is_checked() throws Exception {
    scene.hub().change("granted", HubScene.SEGMENTATION, GateState.TERMS);
    var client = scene.client("granted");

    var report = new AccessChecker(client).check(resolve(client, Lock.EMPTY).repositories());

    assertThat(report.isGranted()).isFalse();
    assertThat(report.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo(HubCode.TERMS_NOT_ACCEPTED);
              assertThat(problem.render()).contains(HubScene.SEGMENTATION);
            });
  }

  @Test
  void behind_a_closed_gate_nothing_is_guessed() throws Exception {
    var client = scene.client("terms-not-accepted");

    var resolution = resolve(client, Lock.EMPTY);

    assertThat(resolution.repositories())
        .extracting(RecipeRepository::name)
        .containsExactly(HubScene.PIPELINE);
    assertThat(resolution.unread())
        .extracting(RecipeRepository::name)
        .containsExactly(HubScene.PIPELINE);
    assertThatThrownBy(() -> fetch(client).fetch(resolution))
        .isInstanceOfSatisfying(
            ToolException.class,
            e -> assertThat(e.problem().code()).isEqualTo(HubCode.TERMS_NOT_ACCEPTED));
    assertThat(folder.resolve("models/torch")).doesNotExist();
  }

  @Test
  void what_was_fetched_is_locked_with_its_parts_and_needs_no_hub_again() throws Exception {
    var fetch = fetch(scene.client("granted"));
    fetch.fetch(fetch.resolve(List.of(PIPELINE_ALONE)));
    assertThat(lockFile().path()).content().contains("\"segmentation\": \"acme/segmentation\"");
    int before = scene.hub().requests().size();

    var offline = Resolver.offline().resolve(List.of(PIPELINE_ALONE), lockFile().read());
    var again = fetch.fetch(fetch.resolve(List.of(PIPELINE_ALONE)));

    assertThat(offline.repositories())
        .extracting(RecipeRepository::name)
        .containsExactlyInAnyOrder(HubScene.PIPELINE, HubScene.SEGMENTATION, HubScene.EMBEDDING);
    assertThat(again).hasSize(3);
    assertThat(scene.hub().requests()).hasSize(before);
  }

  @Test
  void parts_in_folders_of_the_pipeline_itself_are_fetched_with_it() throws Exception {
    var own = served.resolve(HubScene.PIPELINE);
    for (var path :
        List.of(
            "segmentation/pytorch_model.bin", "embedding/sub/a.bin", "plda/b.npz", "other/c.bin")) {
      Files.createDirectories(own.resolve(path).getParent());
      Files.writeString(own.resolve(path), path);
    }
    publish(
        CONFIGURATION
            .replace("acme/embedding", "$model/embedding")
            .replace("acme/segmentation", "$model/segmentation\n    plda: $model/plda"));

    var repositories = resolve().repositories();

    assertThat(repositories).hasSize(1);
    assertThat(repositories.getFirst().files())
        .extracting(file -> file.path().value())
        .containsExactlyInAnyOrder(
            "config.yaml",
            "README.md",
            "segmentation/pytorch_model.bin",
            "embedding/sub/a.bin",
            "plda/b.npz");
  }

  @Test
  void recipe_that_names_every_part_itself_is_taken_at_its_word() throws Exception {
    var resolution =
        Resolver.asking(scene.client("granted")).resolve(List.of(scene.recipe()), Lock.EMPTY);

    assertThat(resolution.parts()).isEmpty();
    assertThat(scene.hub().requests()).isEmpty();
  }

  @Test
  void what_a_built_in_recipe_pins_is_taken_as_pinned() throws Exception {
    publish(CONFIGURATION.replace("acme/segmentation", "pyannote/segmentation-3.0"));

    var segmentation =
        resolve().repositories().stream()
            .filter(repository -> repository.role() == Role.SEGMENTATION)
            .findFirst()
            .orElseThrow();

    assertThat(segmentation.commit()).isEqualTo("e66f3d3b9eb0873085418a7b813d3b369bf160bb");
    assertThat(segmentation.files()).anyMatch(RecipeFile::isExact);
    assertThat(scene.hub().requests()).noneMatch(line -> line.toString().contains("pyannote"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "acme/segmentation | ../../etc/passwd        | no place that we know",
        "acme/segmentation | $model/../other         | no place that we know",
        "acme/segmentation | /srv/models/x           | no place that we know",
        "acme/segmentation | acme/segmentation@a b   | no place that we know",
        "pipeline:         | pipelines:              | 'pipeline' is missing",
        "  name:           | - name:                 | line",
      })
  void configuration_that_says_something_else_is_refused(String right, String wrong, String reason)
      throws Exception {
    assertThat(CONFIGURATION).contains(right);
    publish(CONFIGURATION.replace(right, wrong));

    assertThatThrownBy(this::resolve)
        .isInstanceOfSatisfying(
            ToolException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo(HubCode.RECIPE_UNUSABLE);
              assertThat(e.problem().found()).contains(reason);
            });
  }
}
