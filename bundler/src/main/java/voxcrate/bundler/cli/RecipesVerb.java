package voxcrate.bundler.cli;

import java.util.Locale;
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
  private static final long MEGABYTE = 1_000_000;

  @Override
  protected ExitStatus run(Console console) {
    var catalog = RecipeCatalog.builtIn();
    var recipes = catalog.recipes();
    recipes.forEach(recipe -> show(recipe, console));
    console.print("Models of your own: " + String.join(", ", catalog.families()));
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
          "  %-46s %-12s %-5s  %s"
              .formatted(
                  repository.name(),
                  repository.licence().orElse("?"),
                  gate(repository),
                  size(repository)));
    }
  }

  /// In megabytes of a million bytes, as the hub shows sizes.
  private static String size(WantedRepository repository) {
    long bytes = repository.knownBytes();
    if (bytes == 0) {
      return "size: see plan";
    }
    return bytes < MEGABYTE
        ? "below 1 MB"
        : String.format(Locale.ROOT, "%,d MB", Math.round(bytes / (double) MEGABYTE));
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
        .put("knownBytes", repository.knownBytes())
        .build();
  }
}
