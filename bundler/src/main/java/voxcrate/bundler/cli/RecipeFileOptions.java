package voxcrate.bundler.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import voxcrate.bundle.recipe.RecipeCodec;
import voxcrate.bundle.recipe.RecipeDocument;
import voxcrate.bundler.hub.HubCode;
import voxcrate.json.JsonException;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Recipes of one's own.
public final class RecipeFileOptions {
  /// A recipe that names every file of a large repository has some hundred kilobytes.
  private static final long MAX_BYTES = 16L << 20;

  @Option(
      names = "--recipe",
      paramLabel = "FILE",
      description = "A recipe of your own, in the form of docs/recipes.md. Repeatable.")
  List<Path> files = new ArrayList<>();

  boolean isGiven() {
    return !files.isEmpty();
  }

  /// @throws ToolException where one of them is no recipe
  List<RecipeDocument> documents() {
    return files.stream().map(RecipeFileOptions::read).toList();
  }

  private static RecipeDocument read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw unusable(file, Files.size(file) + " bytes, which is no recipe", null);
      }
      return RecipeCodec.read(
          Files.readAllBytes(file), Objects.requireNonNullElse(file.getParent(), Path.of("")));
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
