package voxcrate.bundler.download;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.recipe.RecipeFile;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// One file of a model that a site keeps itself: a plain file below the folder that the recipe
/// names, by no link.
record LocalFile(RecipeRepository repository, Path folder, RecipeFile file) {
  /// @throws ToolException where it is missing, something else, or of another size
  void require() {
    try {
      var kind = kind();
      if (!kind.isRegularFile()) {
        throw notPlain(kind.isDirectory() ? "a folder" : "neither file nor folder");
      }
      if (kind.size() != size()) {
        throw differs(kind.size() + " bytes", size() + " bytes");
      }
    } catch (IOException e) {
      throw missing(e);
    }
  }

  /// Every part of the way below the folder, so that none leads elsewhere. The folder itself may be
  /// a link: it is named by whoever wrote the recipe.
  private BasicFileAttributes kind() throws IOException {
    var at = folder.toRealPath();
    for (var part : file.path().under(Path.of(""))) {
      at = at.resolve(part);
      if (Files.isSymbolicLink(at)) {
        throw notPlain("the link " + at);
      }
    }
    return Files.readAttributes(at, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /// @throws ToolException where it cannot be opened, or has become a link
  InputStream open() {
    try {
      return Files.newInputStream(path(), LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw missing(e);
    }
  }

  long size() {
    return file.sizeBytes().orElseThrow();
  }

  private Path path() {
    return file.path().under(folder);
  }

  ToolException differs(String found, String expected) {
    return problem(
        LocalCode.CONTENT_DIFFERS,
        "A model of your own is not what the recipe pins",
        found,
        expected + ", as the recipe says",
        "where the model has changed on purpose: put the new size and SHA-256 into the recipe"
            + " (sha256sum FILE)",
        null);
  }

  private ToolException notPlain(String found) {
    return problem(
        LocalCode.NOT_PLAIN,
        "A model of your own is no plain file",
        found,
        "a plain file",
        "put the file itself there: cp --dereference",
        null);
  }

  private ToolException missing(IOException failure) {
    var found =
        failure instanceof NoSuchFileException
            ? "no such file"
            : failure.getClass().getSimpleName() + " " + failure.getMessage();
    return problem(
        LocalCode.MISSING,
        "A model of your own is not there",
        found,
        "a file of " + size() + " bytes",
        "see whether the folder is mounted, and who may read it: ls -l " + folder,
        failure);
  }

  private ToolException problem(
      LocalCode code,
      String headline,
      String found,
      String expected,
      String remedy,
      @Nullable IOException cause) {
    return new ToolException(
        Problem.of(
                code,
                headline,
                "looking at " + path() + " for " + repository.name(),
                found,
                remedy,
                "'source' is seen from the folder of the recipe: docs/recipes.md")
            .expecting(expected),
        cause);
  }
}
