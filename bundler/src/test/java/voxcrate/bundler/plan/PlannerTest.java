package voxcrate.bundler.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.recipe.RecipeCatalog;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.hub.HubCode;
import voxcrate.bundler.scene.HubScene;
import voxcrate.problem.ToolException;

final class PlannerTest {
  @TempDir Path folder;
  @AutoClose private HubScene scene;

  @BeforeEach
  void start() throws Exception {
    scene = HubScene.start(folder);
  }

  @Test
  void plan_is_exact_to_the_byte_without_any_access() throws Exception {
    var plan = new Planner(scene.clientWithoutToken()).plan(scene.recipe().pinned());

    var served = HubScene.files(folder);
    assertThat(plan.fileCount()).isEqualTo(served.size());
    assertThat(plan.sizeBytes())
        .isEqualTo(served.values().stream().mapToLong(content -> content.length).sum());
    assertThat(plan.licences()).containsExactly("MIT");
    assertThat(plan.hosts()).containsExactly(scene.endpoint().getAuthority());
  }

  @Test
  void recipe_that_knows_everything_asks_nobody() throws Exception {
    var demo = RecipeCatalog.builtIn().find("demo").orElseThrow();

    var plan = new Planner(scene.clientWithoutToken()).plan(demo.pinned());

    assertThat(plan.sizeBytes()).isPositive();
    assertThat(scene.hub().requests()).isEmpty();
  }

  @Test
  void commit_that_the_hub_has_not_is_no_question_of_access() {
    var first = scene.segmentation();
    var other =
        new RecipeRepository(
            first.name(), "0".repeat(40), true, first.licence(), first.role(), first.files());
    var planner = new Planner(scene.client("granted"));

    assertThatThrownBy(() -> planner.compare(other))
        .isInstanceOfSatisfying(
            ToolException.class,
            e -> assertThat(e.problem().code()).isEqualTo(HubCode.PIN_DIFFERS));
  }
}
