package voxcrate.bundler.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// The programs as the build lays them out, in the folder `dist`:
///
/// ```
/// installer/lib/*.jar  installer/bin/*  installer/bootstrap/*
/// engine/lib/*.jar     engine/native/*  engine/selftest/*
/// docs/*
/// runtime/*             (in a packed bundler only)
/// ```
public record Programs(Path dist) {
  private static final List<String> NEEDED =
      List.of(
          "installer/lib",
          "installer/bin/voxcrate",
          "installer/bin/voxcrate-installer",
          "installer/bootstrap/voxcrate-installer",
          "engine/lib",
          "engine/native",
          "docs");

  /// @throws ToolException when something is missing
  public static Programs in(Path dist) {
    for (var part : NEEDED) {
      if (!Files.exists(dist.resolve(part))) {
        throw new ToolException(
            Problem.of(
                BuildCode.PROGRAMS_INCOMPLETE,
                "The programs to bundle are not complete",
                "looking for installer and engine in " + dist,
                "no " + part,
                "in the source tree, build them: mvn package",
                "or name the folder where they are: --dist DIR"));
      }
    }
    return new Programs(dist);
  }

  /// The Java runtime for the target, where it was linked when the bundler itself was packed: then
  /// no JDK is needed.
  public Optional<Path> runtime() {
    return Optional.of(dist.resolve("runtime")).filter(Files::isDirectory);
  }

  public Path documents() {
    return dist.resolve("docs");
  }

  public Path bootstrapLauncher() {
    return dist.resolve("installer/bootstrap/voxcrate-installer");
  }

  Path folder(String name) {
    return dist.resolve(name);
  }

  /// Every file below `folder`, sorted; none where the folder is absent.
  static List<Path> filesBelow(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      // A link counts as the file that it leads to: a bundle has no links.
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
