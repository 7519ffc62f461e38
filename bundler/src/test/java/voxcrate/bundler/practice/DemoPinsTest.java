package voxcrate.bundler.practice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import voxcrate.bundle.Digest;
import voxcrate.bundle.recipe.RecipeCatalog;
import voxcrate.bundle.recipe.RecipeRepository;

/// The recipe `demo` pins the demo models as they are in the sources.
final class DemoPinsTest {
  private static final Path HUB =
      Path.of(System.getProperty("voxcrate.source"), "scripts", "demo-models", "hub");

  @Test
  void demo_recipe_pins_the_models_of_the_sources() throws IOException {
    for (var pinned : RecipeCatalog.builtIn().find("demo").orElseThrow().pinned()) {
      var served = PracticeRepository.read(pinned.name(), HUB.resolve(pinned.name()));

      assertThat(pins(pinned))
          .as(
              "%s has changed; run ./scripts/demo-models/pin and commit bundles/recipes/demo.json",
              pinned.name())
          .isEqualTo(pins(served));
    }
  }

  private static Map<String, String> pins(RecipeRepository repository) {
    var pins = new TreeMap<String, String>();
    pins.put("commit", repository.commit());
    for (var file : repository.files()) {
      pins.put(
          file.path().value(), file.sizeBytes().orElseThrow() + " " + file.sha256().orElseThrow());
    }
    return pins;
  }

  private static Map<String, String> pins(PracticeRepository repository) {
    var pins = new TreeMap<String, String>();
    pins.put("commit", repository.commit());
    for (var file : repository.files()) {
      pins.put(file.path(), file.sizeBytes() + " " + Digest.of(file.source()));
    }
    return pins;
  }
}
