package voxcrate.bundle.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A recipe that is made of others.
///
/// @param recipes names of those that always belong to it
/// @param languages beginning of the names of recipes for single languages: `align` stands for
///     `align-LANGUAGE`, once for each language that is asked for
/// @param choices by their name, those of which one is taken: the first whose gates are all open
public record Composition(
    String name,
    String title,
    List<String> recipes,
    Optional<String> languages,
    Map<String, List<String>> choices)
    implements RecipeDocument {
  public Composition {
    RecipeDocument.requireName(name);
    recipes = List.copyOf(recipes);
    choices = Collections.unmodifiableMap(new LinkedHashMap<>(choices));
    if (recipes.isEmpty() && choices.isEmpty()) {
      throw new IllegalArgumentException("a recipe needs a repository or another recipe: " + name);
    }
    for (var choice : choices.entrySet()) {
      if (choice.getValue().stream().distinct().count() < 2) {
        throw new IllegalArgumentException(
            "a choice is between two recipes at least: " + choice.getKey());
      }
    }
  }
}
