package voxcrate.bundler.cli;

import picocli.CommandLine.Command;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeCatalog;
import voxcrate.bundle.recipe.Revision;
import voxcrate.bundle.recipe.WantedRepository;
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
              .formatted(repository.name(), repository.licence().orElse("?"), gate(repository)));
    }
  }

  private static String gate(WantedRepository repository) {
    return repository.gated().map(gated -> gated ? "gated" : "open").orElse("?");
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

  private static Json document(WantedRepository repository) {
    var document = Json.object().put("name", repository.name());
    switch (repository.revision()) {
      case Revision.Commit(var hex) -> document.put("commit", hex);
      case Revision.Named(var name) -> document.put("revision", name);
    }
    return document
        .putIfPresent("gated", repository.gated().map(Json::of))
        .putIfPresent("licence", repository.licence().map(Json::of))
        .build();
  }
}
