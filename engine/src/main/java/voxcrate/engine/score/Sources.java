package voxcrate.engine.score;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import voxcrate.engine.EngineCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Where that lies which is scored: in two files, or in two folders of files.
///
/// @param code of what is wrong with them
/// @param what they hold, such as `turns`
record Sources(EngineCode code, String what) {
  /// @throws ToolException when one is a folder and the other is not
  boolean areFolders(Path reference, Path found) {
    if (Files.isDirectory(reference) != Files.isDirectory(found)) {
      throw new ToolException(
          Problem.of(
              code,
              "File of " + what + " cannot be read",
              "pairing " + reference + " with " + found,
              "one is a folder and the other is not",
              "give two files, or two folders whose files have the same names"));
    }
    return Files.isDirectory(reference);
  }

  /// Those of that extension, by name.
  ///
  /// @throws ToolException when the folder cannot be read
  List<Path> files(Path folder, String extension) {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(extension)).sorted().toList();
    } catch (IOException e) {
      throw new ToolException(
          Problem.of(
              code,
              "Folder of " + what + " cannot be read",
              "listing " + folder,
              e.toString(),
              "check the name and the rights of the folder"),
          e);
    }
  }
}
