package voxcrate.installer.activate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/// Runs a release's own self-test, as a child process in an empty environment: a crash of native
/// code is a finding, not the installer's end.
public final class EngineSelfTest implements SelfTest {
  private static final int MAX_REPORT_BYTES = 1 << 16;

  @Override
  public Outcome run(Path release) {
    var builder =
        new ProcessBuilder(release.resolve("bin/voxcrate").toString(), "selftest", "--json")
            .directory(release.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile());
    builder.environment().clear();
    try {
      return outcome(builder.start());
    } catch (IOException e) {
      // For example a file system from which nothing may be executed.
      return new Outcome.Bad(-1, String.valueOf(e.getMessage()));
    }
  }

  private static Outcome outcome(Process process) throws IOException {
    try (var out = process.getInputStream()) {
      var report = new String(out.readNBytes(MAX_REPORT_BYTES), UTF_8);
      out.transferTo(OutputStream.nullOutputStream());
      int status = process.waitFor();
      return status == 0 ? new Outcome.Good(report) : new Outcome.Bad(status, report);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      return new Outcome.Bad(-1, "interrupted");
    }
  }
}
