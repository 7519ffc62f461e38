package voxcrate.installer.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What `/proc/cpuinfo` says of the processor.
///
/// @param model as the maker calls it
/// @param threads that run at once
/// @param flags as the kernel calls them, such as `avx2`
public record Processor(String model, int threads, Set<String> flags) {
  /// What the engine asks for before it loads a native library.
  public static final List<String> NEEDED = List.of("avx", "avx2", "fma");

  public Processor {
    flags = new TreeSet<>(flags);
  }

  /// Needed flags that are not there; none where the kernel tells no flags at all.
  public List<String> missing() {
    return flags.isEmpty()
        ? List.of()
        : NEEDED.stream().filter(flag -> !flags.contains(flag)).toList();
  }

  static Processor of(Path root) {
    var lines = lines(root.resolve("proc/cpuinfo"));
    int threads = (int) lines.stream().filter(line -> line.matches("processor\\s*:.*")).count();
    var flags = new TreeSet<>(Arrays.asList(value(lines, "flags").split(" +")));
    flags.remove("");
    return new Processor(value(lines, "model name"), threads, flags);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String value(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.matches(name + "\\s*:.*"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("");
  }
}
