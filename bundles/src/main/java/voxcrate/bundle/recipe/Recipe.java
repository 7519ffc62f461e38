package voxcrate.bundle.recipe;

import java.util.Collection;
import java.util.List;

/// What one kind of bundle needs from the hub.
///
/// @param name what people type, such as `diarization-3.1` or `whisper:ORG/NAME`
/// @param title one line for lists
/// @param practice whether its repositories exist on a practice hub only
/// @param repositories in the order in which they are fetched, at least one
public record Recipe(
    String name, String title, boolean practice, List<WantedRepository> repositories)
    implements RecipeDocument {
  public Recipe {
    RecipeDocument.requireName(name);
    repositories = List.copyOf(repositories);
    if (repositories.isEmpty()) {
      throw new IllegalArgumentException("a recipe needs a repository: " + name);
    }
  }

  /// A recipe that leaves nothing open.
  public static Recipe pinned(
      String name, String title, boolean practice, List<RecipeRepository> repositories) {
    return new Recipe(
        name, title, practice, repositories.stream().map(WantedRepository::of).toList());
  }

  /// The repositories of which nothing is left open.
  public List<RecipeRepository> pinned() {
    return repositories.stream().flatMap(wanted -> wanted.pinned().stream()).toList();
  }

  /// The repositories of all `recipes`, each once: two recipes may need the same.
  public static List<WantedRepository> repositoriesOf(Collection<Recipe> recipes) {
    return recipes.stream().flatMap(recipe -> recipe.repositories().stream()).distinct().toList();
  }
}
