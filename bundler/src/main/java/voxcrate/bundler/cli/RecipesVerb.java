package voxcrate.bundler.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import voxcrate.bundle.recipe.Composition;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeCatalog;
import voxcrate.bundle.recipe.RecipeDocument;
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
    var recipes = catalog.documents();
    recipes.forEach(recipe -> show(recipe, catalog, console));
    console.print("Models of your own: " + String.join(", ", catalog.families()));
    console.result(
        Json.object()
            .put("recipes", recipes.stream().map(RecipesVerb::document).collect(Json.toArray()))
            .build());
    return ExitStatus.DONE;
  }

  private static void show(RecipeDocument document, RecipeCatalog catalog, Console console) {
    console.print(document.name());
    console.print("  " + document.title());
    switch (document) {
      case Recipe recipe ->
          recipe.repositories().forEach(repository -> console.print(line(repository)));
      case Composition composition ->
          lines(composition, catalog).forEach(line -> console.print("  " + line));
    }
  }

  private static List<String> lines(Composition composition, RecipeCatalog catalog) {
    var lines = new ArrayList<>(composition.recipes());
    composition
        .languages()
        .ifPresent(
            stem ->
                lines.add(
                    "%s-LANGUAGE for each of --languages: %s"
                        .formatted(stem, String.join(", ", catalog.languages(stem)))));
    composition
        .choices()
        .values()
        .forEach(names -> lines.add(String.join(" if granted, else ", names)));
    return lines;
  }

  private static String line(WantedRepository repository) {
    return "  %-46s %-12s %-5s  %s"
        .formatted(
            repository.name(),
            repository.licence().orElse("?"),
            gate(repository),
            size(repository));
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

  private static Json document(RecipeDocument document) {
    var json = Json.object().put("name", document.name()).put("title", document.title());
    return switch (document) {
      case Recipe recipe ->
          json.put("practice", recipe.practice())
              .put(
                  "repositories",
                  recipe.repositories().stream().map(RecipesVerb::document).collect(Json.toArray()))
              .build();
      case Composition composition ->
          json.put("recipes", Json.strings(composition.recipes()))
              .putIfPresent("languages", composition.languages().map(Json::of))
              .put("choices", choices(composition))
              .build();
    };
  }

  private static Json choices(Composition composition) {
    var json = Json.object();
    composition.choices().forEach((name, names) -> json.put(name, Json.strings(names)));
    return json.build();
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
