package voxcrate.bundle.recipe;

import java.util.List;
import java.util.stream.Stream;

/// What is asked for: recipes, and choices that are still to be made.
public record Selection(List<Recipe> recipes, List<Choice> choices) {
  public static final Selection NOTHING = new Selection(List.of(), List.of());

  public Selection {
    recipes = List.copyOf(recipes);
    choices = List.copyOf(choices);
  }

  /// Recipes that leave nothing to choose.
  public static Selection of(List<Recipe> recipes) {
    return new Selection(recipes, List.of());
  }

  /// The recipes, and every alternative of every choice.
  public List<Recipe> all() {
    return Stream.concat(
            recipes.stream(), choices.stream().flatMap(choice -> choice.alternatives().stream()))
        .toList();
  }
}
