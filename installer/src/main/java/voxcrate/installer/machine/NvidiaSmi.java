package voxcrate.installer.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The driver's own program, where its library cannot be asked.
final class NvidiaSmi {
  private static final Pattern CUDA = Pattern.compile("CUDA Version: *([0-9.]+)");
  private static final long MEBIBYTE = 1L << 20;
  private static final int FIELDS = 5;

  private NvidiaSmi() {}

  /// @param program `nvidia-smi`
  /// @return empty where there is no such program, or it says nothing
  static Optional<Graphics> ask(Path program) {
    if (!Files.isExecutable(program)) {
      return Optional.empty();
    }
    var cards =
        run(
            program,
            "--query-gpu=name,compute_cap,memory.total,memory.free,driver_version",
            "--format=csv,noheader,nounits");
    return cards.flatMap(text -> parse(text, run(program).orElse("")));
  }

  /// @param rows one a card, fields separated by commas
  /// @param banner what the program says without arguments: there only it tells the CUDA version
  static Optional<Graphics> parse(String rows, String banner) {
    var fields =
        rows.lines()
            .map(row -> row.split(" *, *", -1))
            .filter(row -> row.length == FIELDS)
            .toList();
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    var cuda = CUDA.matcher(banner);
    return Optional.of(
        new Graphics.Usable(
            fields.getFirst()[4].strip(),
            cuda.find() ? cuda.group(1) : "unknown",
            "nvidia-smi",
            fields.stream().map(NvidiaSmi::card).toList()));
  }

  private static Graphics.Card card(String[] fields) {
    return new Graphics.Card(
        fields[0].strip(),
        fields[1].strip(),
        bytes(fields[2]),
        bytes(fields[3]),
        false,
        Optional.empty());
  }

  private static long bytes(String mebibytes) {
    return mebibytes.strip().matches("\\d{1,12}")
        ? Long.parseLong(mebibytes.strip()) * MEBIBYTE
        : 0;
  }

  private static Optional<String> run(Path program, String... arguments) {
    var command = new java.util.ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    try {
      var process = builder.start();
      var said = new String(process.getInputStream().readAllBytes(), UTF_8);
      return process.waitFor() == 0 ? Optional.of(said) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
