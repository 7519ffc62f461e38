package voxcrate.installer.medium;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import voxcrate.bundle.Manifest;
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
    if (found.size() == 1) {
      return found.getFirst();
    }
    var seen =
        found.isEmpty()
            ? "no bundle"
            : String.join(", ", found.stream().map(Path::toString).toList());
    throw new ToolException(
        Problem.of(
            InstallCode.BUNDLE_NOT_CHOSEN,
            found.isEmpty() ? "No bundle here" : "More than one bundle here",
            "looking for a bundle in " + named,
            seen,
            "name the bundle's own folder, voxcrate-SEQUENCE"));
  }

  private static List<Path> bundlesIn(Path medium) {
    try (Stream<Path> folders = Files.list(medium)) {
      return folders
          .filter(folder -> NAME.matcher(String.valueOf(folder.getFileName())).matches())
          .filter(folder -> Files.exists(folder.resolve(Manifest.FILE_NAME)))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
