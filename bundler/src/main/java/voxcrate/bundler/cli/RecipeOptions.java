package voxcrate.bundler.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Parameters;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeCatalog;
import voxcrate.bundler.hub.HubErrorCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Which recipes a verb is about.
public final class RecipeOptions {
  @Parameters(
      arity = "0..*",
      paramLabel = "RECIPE",
      description = "What to bundle; 'voxcrate-bundler recipes' lists them.")
  List<String> names = new ArrayList<>();

  boolean isGiven() {
    return !names.isEmpty();
  }

  /// Those named, else the default one.
  public List<Recipe> chosen() {
    return isGiven()
        ? names.stream().map(RecipeOptions::named).distinct().toList()
        : List.of(named(RecipeCatalog.DEFAULT_NAME));
  }

  private static Recipe named(String name) {
    var catalog = RecipeCatalog.builtIn();
    return catalog
        .find(name)
        .orElseThrow(
            () ->
                new ToolException(
                    Problem.of(
                            HubErrorCode.RECIPE_UNKNOWN,
                            "No such recipe",
                            "looking for the recipe '" + name + "'",
                            "no built-in recipe of that name",
                            "see what there is: voxcrate-bundler recipes")
                        .expecting(
                            catalog.recipes().stream()
                                .map(Recipe::name)
                                .collect(Collectors.joining(", ")))));
  }
}
