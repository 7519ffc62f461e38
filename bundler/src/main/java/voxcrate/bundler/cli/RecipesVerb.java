package voxcrate.bundler.cli;

import picocli.CommandLine.Command;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeCatalog;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;

/// `recipes`: what can be bundled.
@Command(
    name = "recipes",
    description = "Lists what can be bundled, with repositories, licences and gates.",
    footer = {"", "Example:", "  voxcrate-bundler recipes"})
public final class RecipesVerb extends Verb {
  @Override
  protected ExitStatus run(Console console) {
    var recipes = RecipeCatalog.builtIn().recipes();
    recipes.forEach(recipe -> show(recipe, console));
    console.result(
        Json.object()
            .put("recipes", recipes.stream().map(RecipesVerb::document).collect(Json.toArray()))
            .build());
    return ExitStatus.DONE;
  }

  private static void show(Recipe recipe, Console console) {
    console.print(recipe.name());
    console.print("  " + recipe.title());
    for (var repository : recipe.repositories()) {
      console.print(
          "  %-42s %-12s %s"
              .formatted(
                  repository.name(), repository.licence(), repository.gated() ? "gated" : "open"));
    }
  }

  private static Json document(Recipe recipe) {
    return Json.object()
        .put("name", recipe.name())
        .put("title", recipe.title())
        .put("practice", recipe.practice())
        .put(
            "repositories",
            recipe.repositories().stream().map(RecipesVerb::document).collect(Json.toArray()))
        .build();
  }

  private static Json document(RecipeRepository repository) {
    return Json.object()
        .put("name", repository.name())
        .put("commit", repository.commit())
        .put("gated", repository.gated())
        .put("licence", repository.licence())
        .build();
  }
}
