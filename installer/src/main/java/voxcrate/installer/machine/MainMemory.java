package voxcrate.installer.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// What `/proc/meminfo` says of the memory, in bytes; 0 where it says nothing.
///
/// @param available what a new program can have without other programs being swapped out
public record MainMemory(long total, long available) {
  private static final Pattern LINE = Pattern.compile("(\\w+):\\s+(\\d+) kB");

  static MainMemory of(Path root) {
    try {
      var lines = Files.readAllLines(root.resolve("proc/meminfo"));
      return new MainMemory(bytes(lines, "MemTotal"), bytes(lines, "MemAvailable"));
    } catch (IOException e) {
      return new MainMemory(0, 0);
    }
  }

  private static long bytes(List<String> lines, String name) {
    return lines.stream()
        .map(LINE::matcher)
        .filter(line -> line.matches() && line.group(1).equals(name))
        .mapToLong(line -> Long.parseLong(line.group(2)) * 1024)
        .findFirst()
        .orElse(0);
  }
}
