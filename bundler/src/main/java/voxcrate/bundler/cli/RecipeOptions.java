package voxcrate.bundler.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeCatalog;
import voxcrate.bundle.recipe.RecipeCodec;
import voxcrate.bundler.hub.HubCode;
import voxcrate.json.JsonException;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Which recipes a verb is about.
public final class RecipeOptions {
  /// A recipe that names every file of a large repository has some hundred kilobytes.
  private static final long MAX_RECIPE_BYTES = 16L << 20;

  @Parameters(
      arity = "0..*",
      paramLabel = "RECIPE",
      description =
          "What to bundle; 'voxcrate-bundler recipes' lists them. Models of your own:"
              + " whisper:ORG/NAME[@REVISION], align:ORG/NAME[@REVISION].")
  List<String> names = new ArrayList<>();

  @Option(
      names = "--recipe",
      paramLabel = "FILE",
      description = "A recipe of your own, in the form of docs/recipes.md. Repeatable.")
  List<Path> files = new ArrayList<>();

  boolean isGiven() {
    return !names.isEmpty() || !files.isEmpty();
  }

  /// Those named, else the default one.
  public List<Recipe> chosen() {
    return isGiven()
        ? Stream.concat(
                names.stream().map(RecipeOptions::named), files.stream().map(RecipeOptions::own))
            .distinct()
            .toList()
        : List.of(RecipeCatalog.builtIn().usual());
  }

  private static Recipe named(String name) {
    var catalog = RecipeCatalog.builtIn();
    return catalog
        .find(name)
        .orElseThrow(
            () ->
                new ToolException(
                    Problem.of(
                            HubCode.RECIPE_UNKNOWN,
                            "No such recipe",
                            "looking for the recipe '" + name + "'",
                            "no built-in recipe of that name",
                            "see what there is: voxcrate-bundler recipes",
                            "a recipe of your own is a file: --recipe FILE")
                        .expecting(
                            Stream.concat(
                                    catalog.recipes().stream().map(Recipe::name),
                                    catalog.families().stream())
                                .collect(Collectors.joining(", ")))));
  }

  static Recipe own(Path file) {
    try {
      if (Files.size(file) > MAX_RECIPE_BYTES) {
        throw unusable(file, Files.size(file) + " bytes, which is no recipe", null);
      }
      return RecipeCodec.read(Files.readAllBytes(file));
    } catch (JsonException e) {
      throw unusable(file, String.valueOf(e.getMessage()), e);
    } catch (NoSuchFileException e) {
      throw unusable(file, "no such file", e);
    } catch (IOException e) {
      throw unusable(file, e.toString(), e);
    }
  }

  private static ToolException unusable(Path file, String found, @Nullable Throwable cause) {
    return new ToolException(
        Problem.of(
                HubCode.RECIPE_UNUSABLE,
                "The recipe cannot be used",
                "reading " + file,
                found,
                "correct the file; docs/recipes.md describes every member")
            .expecting("a recipe in the form voxcrate-recipe/1"),
        cause);
  }
}
