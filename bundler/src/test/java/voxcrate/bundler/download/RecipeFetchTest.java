package voxcrate.bundler.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.Digest;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeCatalog;
import voxcrate.bundle.recipe.RecipeFile;
import voxcrate.bundle.recipe.RecipeRepository.Role;
import voxcrate.bundle.recipe.Revision;
import voxcrate.bundle.recipe.WantedRepository;
import voxcrate.bundler.hub.HubCode;
import voxcrate.bundler.lock.LockCode;
import voxcrate.bundler.lock.LockFile;
import voxcrate.bundler.plan.Resolver;
import voxcrate.bundler.practice.LoggedRequest.Origin;
import voxcrate.bundler.scene.HubScene;
import voxcrate.problem.ErrorCode;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressListener;

/// Fetches by recipe, the lock file with it.
final class RecipeFetchTest {
  @TempDir Path folder;
  @AutoClose private HubScene scene;
  private Path served = Path.of("");
  private ModelCache cache = new ModelCache(Path.of(""));
  private LockFile lock = new LockFile(Path.of(""));

  @BeforeEach
  void start() throws Exception {
    served = folder.resolve("hub");
    cache = new ModelCache(folder.resolve("models"));
    lock = new LockFile(folder.resolve("voxcrate.lock"));
    scene = HubScene.start(served);
  }

  private RecipeFetch fetch() {
    var client = scene.client("granted");
    return new RecipeFetch(client, new Fetcher(client, cache, ProgressListener.SILENT), lock);
  }

  private List<FetchedRepository> fetch(Recipe recipe) throws InterruptedException {
    var fetch = fetch();
    return fetch.fetch(fetch.resolve(List.of(recipe)));
  }

  private List<FetchedRepository> update(Recipe recipe) throws InterruptedException {
    var fetch = fetch();
    return fetch.fetch(fetch.resolveAnew(List.of(recipe)));
  }

  /// Only which repositories, and what for.
  private static Recipe open() {
    return new Recipe(
        "own",
        "A recipe of one's own",
        false,
        List.of(
            wanted(HubScene.SEGMENTATION, Role.SEGMENTATION),
            wanted(HubScene.EMBEDDING, Role.EMBEDDING)));
  }

  private static WantedRepository wanted(String name, Role role) {
    return WantedRepository.named(name, role, Revision.MAIN);
  }

  /// The authors publish another version: the hub starts anew with another commit.
  private void publish(String content) throws Exception {
    scene.close();
    Files.writeString(served.resolve(HubScene.SEGMENTATION).resolve("config.yaml"), content);
    scene = HubScene.over(served);
  }

  private void assertRefused(Recipe recipe, ErrorCode code) {
    assertThatThrownBy(() -> fetch(recipe))
        .isInstanceOfSatisfying(
            ToolException.class, e -> assertThat(e.problem().code()).isEqualTo(code));
  }

  @Test
  void what_a_recipe_leaves_open_comes_from_the_hub() throws Exception {
    fetch(open());

    var locked = lock.read().find(HubScene.SEGMENTATION).orElseThrow();
    assertThat(locked.commit().hex()).isEqualTo(scene.segmentation().commit());
    assertThat(locked.followed()).hasValue(Revision.MAIN);
    assertThat(locked.gated()).isTrue();
    assertThat(locked.licence()).isEqualTo("unknown");
    assertThat(locked.files())
        .extracting(file -> file.path().value())
        .containsExactly("README.md", "config.yaml", "pytorch_model.bin");
    for (var file : locked.files()) {
      var content = file.path().under(served.resolve(HubScene.SEGMENTATION));
      assertThat(file.sizeBytes()).hasValue(Files.size(content));
      assertThat(file.sha256()).hasValue(Digest.of(content));
    }
    assertThat(lock.read().find(HubScene.EMBEDDING).orElseThrow().gated()).isFalse();
  }

  @Test
  void second_fetch_verifies_and_asks_the_hub_nothing() throws Exception {
    for (var recipe : List.of(open(), scene.unpinned(), scene.recipe())) {
      fetch(recipe);
      int before = scene.hub().requests().size();

      var again = fetch(recipe);

      assertThat(scene.hub().requests()).hasSize(before);
      assertThat(again).hasSameSizeAs(recipe.repositories());
    }
  }

  @Test
  void locked_files_that_no_recipe_pins_are_fetched_again_when_changed() throws Exception {
    fetch(scene.unpinned());
    var card = cache.folder(HubScene.EMBEDDING).resolve("README.md");
    Files.writeString(card, "something else");

    fetch(scene.unpinned());

    assertThat(card).hasSameBinaryContentAs(served.resolve(HubScene.EMBEDDING + "/README.md"));
  }

  @Test
  void cache_and_lock_are_enough_without_the_hub() throws Exception {
    fetch(open());
    int before = scene.hub().requests().size();

    var resolution = Resolver.offline().resolve(List.of(open()), lock.read());

    for (var repository : resolution.repositories()) {
      assertThat(cache.find(repository)).isPresent();
    }
    assertThat(scene.hub().requests()).hasSize(before);
  }

  @Test
  void without_hub_and_lock_what_is_open_stays_open() throws Exception {
    assertThatThrownBy(() -> Resolver.offline().resolve(List.of(open()), lock.read()))
        .isInstanceOfSatisfying(
            ToolException.class,
            e -> assertThat(e.problem().code()).isEqualTo(LockCode.NOT_LOCKED));
  }

  @Test
  void locked_commit_stays_when_the_authors_publish_another() throws Exception {
    fetch(open());
    var before = lock.read();
    publish("task: another\n");

    fetch(open());

    assertThat(lock.read()).isEqualTo(before);
    assertThat(scene.hub().requests()).isEmpty();
  }

  @Test
  void locked_commit_that_the_hub_no_longer_has_is_not_replaced_by_another() throws Exception {
    fetch(open());
    Files.delete(cache.folder(HubScene.SEGMENTATION).resolve("config.yaml"));
    publish("task: another\n");

    assertRefused(open(), HubCode.PIN_DIFFERS);
  }

  @Test
  void update_moves_the_lock_to_what_the_hub_has_now() throws Exception {
    fetch(open());
    publish("task: another\n");

    update(open());

    var locked = lock.read().find(HubScene.SEGMENTATION).orElseThrow();
    assertThat(locked.commit().hex()).isEqualTo(scene.segmentation().commit());
    assertThat(cache.folder(HubScene.SEGMENTATION).resolve("config.yaml"))
        .hasContent("task: another\n");
  }

  @Test
  void recipe_that_pins_another_commit_than_the_lock_is_told() throws Exception {
    fetch(scene.recipe());
    publish("task: another\n");

    assertRefused(scene.recipe(), LockCode.DIFFERS);
    update(scene.recipe());
    assertThat(fetch(scene.recipe())).hasSize(3);
  }

  @Test
  void failed_fetch_leaves_the_lock_as_it_was() {
    assertRefused(scene.mispinned(), HubCode.PIN_DIFFERS);
    assertThat(lock.path()).doesNotExist();
  }

  @Test
  void revision_that_the_hub_does_not_have_is_named() {
    var other = new Revision.Named("v9");
    var recipe =
        new Recipe(
            "own",
            "Own",
            false,
            List.of(WantedRepository.named(HubScene.EMBEDDING, Role.EMBEDDING, other)));

    assertThatThrownBy(() -> fetch(recipe))
        .isInstanceOfSatisfying(
            ToolException.class,
            e -> assertThat(e.problem().render()).contains(HubScene.EMBEDDING + " at v9"));
  }

  @Test
  void repository_without_usable_weights_is_refused_before_anything_is_downloaded() {
    var recipe =
        new Recipe(
            "own",
            "Own",
            false,
            List.of(WantedRepository.named(HubScene.EMBEDDING, Role.TRANSCRIPTION, Revision.MAIN)));

    assertRefused(recipe, HubCode.RECIPE_UNUSABLE);
    assertThat(scene.requests(Origin.CONTENT)).isEmpty();
  }

  @Test
  void model_of_ones_own_is_fetched_by_its_name_in_one_form() throws Exception {
    scene.close();
    var own = Files.createDirectories(served.resolve("acme/whisper"));
    for (var name :
        List.of("config.json", "model.safetensors", "pytorch_model.bin", "tokenizer.json")) {
      Files.writeString(own.resolve(name), name);
    }
    scene = HubScene.over(served);
    var recipe = RecipeCatalog.builtIn().find("whisper:acme/whisper").orElseThrow();

    fetch(recipe);

    assertThat(HubScene.files(cache.folder("acme/whisper")).keySet())
        .containsExactly("config.json", "model.safetensors", "tokenizer.json");
    assertThat(lock.read().find("acme/whisper").orElseThrow().followed()).hasValue(Revision.MAIN);
  }

  @Test
  void two_recipes_that_want_different_files_of_one_repository_get_both() throws Exception {
    var all = scene.segmentation();
    var first = new Recipe("a", "A", false, List.of(part(all.files().subList(0, 2))));
    var second = new Recipe("b", "B", false, List.of(part(all.files().subList(1, 3))));
    var fetch = fetch();

    var fetched = fetch.fetch(fetch.resolve(List.of(first, second)));

    assertThat(fetched).hasSize(1);
    assertThat(fetched.getFirst().files())
        .extracting(CachedFile::path)
        .containsExactlyElementsOf(all.files().stream().map(file -> file.path()).toList());
  }

  private WantedRepository part(List<RecipeFile> files) {
    return new WantedRepository(
        HubScene.SEGMENTATION,
        Role.SEGMENTATION,
        new Revision.Commit(scene.segmentation().commit()),
        Optional.of(true),
        Optional.of("MIT"),
        files);
  }
}
