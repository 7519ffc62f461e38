package voxcrate.engine.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import voxcrate.engine.EngineCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// What the kernel says of the processor. Native code that meets an instruction it does not know
/// ends the whole process without a word, so this is asked before any is loaded.
final class Processor {
  private static final Path OF_THIS_MACHINE = Path.of("/proc/cpuinfo");

  /// What the kernels of ONNX Runtime are fast with; since 2013 at Intel, since 2015 at AMD.
  private static final List<String> NEEDED = List.of("avx", "avx2", "fma");

  private Processor() {}

  /// @throws ToolException when this machine's processor, or what a virtual machine shows of it,
  ///     lacks what is needed
  static void require() {
    missing(OF_THIS_MACHINE)
        .ifPresent(
            missing -> {
              throw new ToolException(
                  Problem.of(
                          EngineCode.PROCESSOR_TOO_OLD,
                          "This processor cannot run the models",
                          "looking at " + OF_THIS_MACHINE,
                          "no " + String.join(", ", missing) + " among its flags",
                          "in a virtual machine: have it show the host's own processor (CPU type"
                              + " 'host')",
                          "otherwise take a machine with a processor of 2015 or later")
                      .expecting(String.join(", ", NEEDED)));
            });
  }

  /// The needed flags that are not in `description`, which has the form of `/proc/cpuinfo`; empty
  /// when there are all, or when it tells no flags: other processors have other words.
  static Optional<List<String>> missing(Path description) {
    return flags(description)
        .map(flags -> NEEDED.stream().filter(flag -> !flags.contains(flag)).toList())
        .filter(missing -> !missing.isEmpty());
  }

  private static Optional<List<String>> flags(Path description) {
    try (var lines = Files.lines(description, UTF_8)) {
      return lines
          .filter(line -> line.startsWith("flags"))
          .findFirst()
          .map(line -> List.of(line.substring(line.indexOf(':') + 1).strip().split("\\s+")));
    } catch (IOException e) {
      // A machine that tells nothing is taken at its word when the libraries are loaded.
      return Optional.empty();
    }
  }
}
