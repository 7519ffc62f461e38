package voxcrate.bundle.recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/// The recipes that come with the product: `bundles/recipes` in the sources.
public final class RecipeCatalog {
  /// What a bundle is made of when nothing else is said.
  public static final String DEFAULT_NAME = "diarization-3.1";

  private static final List<String> NAMES =
      List.of("diarization-3.1", "diarization-community-1", "demo");

  private final List<Recipe> recipes;

  private RecipeCatalog(List<Recipe> recipes) {
    this.recipes = recipes;
  }

  public static RecipeCatalog builtIn() {
    return new RecipeCatalog(NAMES.stream().map(RecipeCatalog::read).toList());
  }

  /// In the order in which they are shown.
  public List<Recipe> recipes() {
    return recipes;
  }

  public Optional<Recipe> find(String name) {
    return recipes.stream().filter(recipe -> recipe.name().equals(name)).findFirst();
  }

  private static Recipe read(String name) {
    var resource = "/voxcrate/recipes/" + name + ".json";
    try (var in = RecipeCatalog.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its recipe " + name);
      }
      return RecipeCodec.read(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
