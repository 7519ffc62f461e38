package voxcrate.installer.activate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Runs a release's own self-test, as a child process in an empty environment: a crash of native
/// code is a finding, not the installer's end.
public final class EngineSelfTest implements SelfTest {
  @Override
  public Outcome run(Path release) throws IOException {
    var builder =
        new ProcessBuilder(release.resolve("bin/voxcrate").toString(), "selftest", "--json")
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile());
    builder.environment().clear();
    var process = builder.start();
    var report = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      int status = process.waitFor();
      return status == 0 ? new Outcome.Good(report) : new Outcome.Bad(status, report);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      return new Outcome.Bad(-1, "interrupted");
    }
  }
}
