package voxcrate.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What `/proc/cpuinfo` says of the processor. Native code that meets an instruction it does not
/// know ends the whole process without a word, so this is asked before any is loaded.
///
/// @param model as the maker calls it
/// @param threads that run at once
/// @param flags as the kernel calls them, such as `avx2`
public record Processor(String model, int threads, Set<String> flags) {
  /// What the kernels of ONNX Runtime are fast with; since 2013 at Intel, since 2015 at AMD.
  public static final List<String> NEEDED = List.of("avx", "avx2", "fma");

  /// Where the kernel of Linux tells it.
  public static final Path DESCRIPTION = Path.of("/proc/cpuinfo");

  public Processor {
    flags = new TreeSet<>(flags);
  }

  /// Needed flags that are not there; none where the kernel tells no flags at all.
  public List<String> missing() {
    return flags.isEmpty()
        ? List.of()
        : NEEDED.stream().filter(flag -> !flags.contains(flag)).toList();
  }

  /// Of this machine, or of what a virtual machine shows of it.
  public static Processor here() {
    return of(DESCRIPTION);
  }

  /// @param description in the form of `/proc/cpuinfo`; where it cannot be read, nothing is known
  public static Processor of(Path description) {
    var lines = lines(description);
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
