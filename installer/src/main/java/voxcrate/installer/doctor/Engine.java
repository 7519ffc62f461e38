package voxcrate.installer.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The installed engine, run as a child process in an empty environment: whatever its native code
/// does is a finding.
record Engine(Path release) {
  private static final int MAX_BYTES = 1 << 18;

  /// How a run ended.
  sealed interface Ended {
    /// @param out standard output
    /// @param all both streams, as they came
    record Normally(int status, String out, String all) implements Ended {}

    /// @param reason what the system says
    record NotStarted(String reason) implements Ended {}
  }

  Ended run(String... arguments) {
    var command = new ArrayList<>(List.of(release.resolve("bin/voxcrate").toString()));
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command)
            .directory(release.toFile())
            .redirectInput(Path.of("/dev/null").toFile());
    builder.environment().clear();
    try {
      return ended(builder.start());
    } catch (IOException e) {
      return new Ended.NotStarted(String.valueOf(e.getMessage()));
    }
  }

  private static Ended ended(Process process) throws IOException {
    var errors = new StringBuilder();
    var reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try (var err = process.getErrorStream()) {
                    errors.append(text(err));
                  } catch (IOException e) {
                    errors.append(e.getMessage());
                  }
                });
    try (var out = process.getInputStream()) {
      var said = text(out);
      int status = process.waitFor();
      reader.join();
      return new Ended.Normally(status, said, (said + errors).strip());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      return new Ended.NotStarted("interrupted");
    }
  }

  /// A child that never stops talking must not fill the memory.
  private static String text(java.io.InputStream in) throws IOException {
    var text = new String(in.readNBytes(MAX_BYTES), UTF_8);
    in.transferTo(OutputStream.nullOutputStream());
    return text;
  }
}
