package voxcrate.installer.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What runs on this machine, as `/proc` tells. Of other accounts an administrator may hide it
/// (`hidepid`, proc(5)); then it is not seen.
public final class RunningPrograms {
  private static final Path PROCESSES = Path.of("/proc");

  private RunningPrograms() {}

  /// Processes other than this one that were started from a release: their command lines name
  /// something in it, as those of the launchers do. By which path they reach it does not matter:
  /// the same folder may be mounted elsewhere, or have been moved.
  ///
  /// @return their ids
  public static List<Long> startedFrom(Path folder) throws IOException {
    if (!Files.isDirectory(folder) || !Files.isDirectory(PROCESSES)) {
      return List.of();
    }
    var real = folder.toRealPath();
    var inside = "/" + real.getName(real.getNameCount() - 2) + "/" + real.getFileName() + "/";
    try (Stream<Path> processes = Files.list(PROCESSES)) {
      return processes
          .filter(process -> String.valueOf(process.getFileName()).matches("\\d+"))
          .filter(process -> commandLine(process).contains(inside))
          .map(process -> Long.valueOf(String.valueOf(process.getFileName())))
          .filter(id -> id != ProcessHandle.current().pid())
          .sorted()
          .toList();
    }
  }

  private static String commandLine(Path process) {
    try {
      return new String(Files.readAllBytes(process.resolve("cmdline")), UTF_8);
    } catch (IOException e) {
      // It has ended, or is none of our business.
      return "";
    }
  }
}
