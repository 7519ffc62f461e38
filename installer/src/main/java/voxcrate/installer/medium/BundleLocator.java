package voxcrate.installer.medium;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.volume.BundleFolder;
import voxcrate.installer.refusal.InstallCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Finds the bundle that the operator means: the folder itself, or the one bundle on a medium.
public final class BundleLocator {
  /// What `write` calls a bundle's folder. A foreign name is not even printed.
  private static final Pattern NAME = Pattern.compile("voxcrate-[A-Za-z0-9._-]+");

  private BundleLocator() {}

  /// @throws ToolException when there is none, or more than one
  public static Path locate(Path named) {
    if (Files.exists(named.resolve(Manifest.FILE_NAME))) {
      return named;
    }
    var found = bundlesIn(named);
    return switch (found.size()) {
      case 0 -> throw notChosen("No bundle here", named, seen(named));
      case 1 -> found.getFirst();
      default ->
          throw notChosen(
              "More than one bundle here",
              named,
              String.join(", ", found.stream().map(Path::toString).toList()));
    };
  }

  private static String seen(Path named) {
    if (Files.isDirectory(named)) {
      return "no bundle";
    }
    return Files.exists(named) ? "a file, and no folder" : "no such folder";
  }

  private static ToolException notChosen(String title, Path named, String seen) {
    return new ToolException(
        Problem.of(
            InstallCode.BUNDLE_NOT_CHOSEN,
            title,
            "looking for a bundle in " + named,
            seen,
            "name the bundle's own folder, voxcrate-SEQUENCE",
            "where the medium is not mounted: put it in again, and look with 'findmnt' where it"
                + " is"));
  }

  private static List<Path> bundlesIn(Path medium) {
    try (Stream<Path> folders = Files.list(medium)) {
      return folders
          .filter(folder -> NAME.matcher(String.valueOf(folder.getFileName())).matches())
          .filter(folder -> Files.exists(folder.resolve(Manifest.FILE_NAME)))
          .sorted()
          .toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (IOException e) {
      throw BundleFolder.unreadable(medium.toString(), e);
    } catch (UncheckedIOException e) {
      throw BundleFolder.unreadable(medium.toString(), requireNonNull(e.getCause()));
    }
  }
}
