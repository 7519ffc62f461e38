package voxcrate.bundler.pack;

import java.io.IOException;
import java.nio.file.Path;
import voxcrate.bundle.archive.BundleContent.InFile;
import voxcrate.bundle.archive.BundleSource.ReleaseFile;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Holds every native file that is shipped against the oldest systems that a bundle is for. Found
/// here it costs a rebuild; found behind the gap it costs a journey.
public final class NativeRequirements {
  private NativeRequirements() {}

  /// What every supported target has, in words.
  public static String limits() {
    return SymbolVersion.limits();
  }

  /// @throws ToolException at the first native file that some supported target cannot load
  static void check(Iterable<ReleaseFile> files) throws IOException {
    for (var file : files) {
      if (file.content() instanceof InFile(var source) && ElfFile.isNative(source)) {
        check(source, file.path().value());
      }
    }
  }

  private static void check(Path source, String name) {
    try {
      for (var version : ElfFile.neededVersions(source)) {
        if (version.isTooNew()) {
          throw tooNew(name, version);
        }
      }
    } catch (IOException e) {
      throw new ToolException(
          Problem.of(
              BuildCode.NATIVE_DAMAGED,
              "A native file cannot be read",
              "looking at what " + name + " needs of the system",
              String.valueOf(e.getMessage()),
              "build or install the program again; the file may have been cut short"),
          e);
    }
  }

  private static ToolException tooNew(String name, SymbolVersion version) {
    var remedy =
        name.startsWith(Release.RUNTIME + "/")
            ? "run voxcrate-bundler on a JDK built for older systems, such as Temurin: a"
                + " distribution's own JDK needs that distribution"
            : "use a build of this library for older systems";
    return new ToolException(
        Problem.of(
                BuildCode.SYSTEM_TOO_NEW,
                "A native file needs a newer system than a bundle promises",
                "looking at what " + name + " needs of the system",
                version.toString(),
                remedy)
            .expecting(SymbolVersion.limits()));
  }
}
