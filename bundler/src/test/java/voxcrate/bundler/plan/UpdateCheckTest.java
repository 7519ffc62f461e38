package voxcrate.bundler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.Digest;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.recipe.GitBlobId;
import voxcrate.bundle.recipe.PipelineParts;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeFile;
import voxcrate.bundle.recipe.RecipeRepository.Role;
import voxcrate.bundle.recipe.Revision;
import voxcrate.bundle.recipe.WantedRepository;
import voxcrate.bundler.lock.Lock;
import voxcrate.bundler.lock.LockedRepository;
import voxcrate.bundler.practice.LoggedRequest.Origin;
import voxcrate.bundler.scene.HubScene;

final class UpdateCheckTest {
  private static final Recipe OPEN =
      new Recipe(
          "own",
          "A recipe of one's own",
          false,
          List.of(WantedRepository.named(HubScene.SEGMENTATION, Role.SEGMENTATION, Revision.MAIN)));

  @TempDir Path folder;
  @AutoClose private HubScene scene;

  @BeforeEach
  void start() throws Exception {
    scene = HubScene.start(folder);
  }

  /// What a fetch of the segmentation locks, each file with every digest.
  private Lock locked() throws Exception {
    var served = folder.resolve(HubScene.SEGMENTATION);
    var files = new ArrayList<RecipeFile>();
    for (var path : List.of("README.md", "config.yaml", "pytorch_model.bin")) {
      var content = Files.readAllBytes(served.resolve(path));
      var git = GitBlobId.newHash(content.length);
      git.update(content);
      files.add(
          new RecipeFile(
              new RelativePath(path),
              OptionalLong.of(content.length),
              Optional.of(Digest.of(content)),
              Optional.of(GitBlobId.of(git))));
    }
    return new Lock(
        List.of(
            new LockedRepository(
                HubScene.SEGMENTATION,
                new Revision.Commit(scene.segmentation().commit()),
                Optional.of(Revision.MAIN),
                true,
                "MIT",
                PipelineParts.NONE,
                files)));
  }

  private RepositoryUpdate check(Recipe recipe, Lock lock) throws InterruptedException {
    return new UpdateCheck(scene.clientWithoutToken()).compare(List.of(recipe), lock).getFirst();
  }

  @Test
  void nothing_is_newer_right_after_the_fetch() throws Exception {
    var update = check(OPEN, locked());

    assertThat(update.isCurrent()).isTrue();
    assertThat(update.changes()).isEmpty();
  }

  @Test
  void files_that_changed_came_or_went_are_told_with_their_sizes() throws Exception {
    var lock = locked();
    scene.close();
    var served = folder.resolve(HubScene.SEGMENTATION);
    // Of the same size as before: only git's id tells.
    Files.writeString(served.resolve("config.yaml"), "task: acme/SEGMENTATION\n");
    Files.delete(served.resolve("README.md"));
    Files.writeString(served.resolve("LICENSE"), "MIT\n");
    scene = HubScene.over(folder);

    var update = check(OPEN, lock);

    assertThat(update.isCurrent()).isFalse();
    assertThat(update.changes())
        .containsExactly(
            new FileChange(
                new RelativePath("README.md"), OptionalLong.of(20), OptionalLong.empty()),
            new FileChange(
                new RelativePath("config.yaml"), OptionalLong.of(24), OptionalLong.of(24)),
            new FileChange(new RelativePath("LICENSE"), OptionalLong.empty(), OptionalLong.of(4)));
    assertThat(scene.requests(Origin.CONTENT)).isEmpty();
  }

  @Test
  void what_was_never_fetched_has_nothing_to_compare_with() throws Exception {
    var update = check(OPEN, Lock.EMPTY);

    assertThat(update.locked()).isEmpty();
    assertThat(update.atHub().hex()).isEqualTo(scene.segmentation().commit());
    assertThat(update.changes()).isEmpty();
  }

  @Test
  void commit_that_the_recipe_pins_is_told_as_pinned_by_it() throws Exception {
    assertThat(check(scene.recipe(), locked()).pinnedBy()).hasValue(scene.recipe().name());
    assertThat(check(OPEN, locked()).pinnedBy()).isEmpty();
  }
}
