package voxcrate.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import voxcrate.engine.Voxcrate;

/// `voxcrate` in a process of its own, for what cannot be tried in this one.
public final class EngineProcess {
  private static final Duration GLANCE = Duration.ofMillis(1);

  private final Process process;
  private final Path folder;

  private EngineProcess(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  /// @param folder where what it says is kept
  public static EngineProcess start(Path folder, Object... arguments) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:ErrorFile=" + folder.resolve("crash.%p"),
                "-cp",
                System.getProperty("java.class.path"),
                Voxcrate.class.getName()));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    return new EngineProcess(process, folder);
  }

  /// Waits until a file has so many bytes, or the process is over.
  public void awaitFile(Path file, long bytes) throws IOException, InterruptedException {
    while (process.isAlive() && (!Files.exists(file) || Files.size(file) < bytes)) {
      process.waitFor(GLANCE);
    }
  }

  /// Waits until the process has said something, or is over.
  public void awaitText(String part) throws IOException, InterruptedException {
    while (process.isAlive() && !text().contains(part)) {
      process.waitFor(GLANCE);
    }
  }

  public void send(String signal) throws IOException, InterruptedException {
    var kill = List.of("kill", "-" + signal, Long.toString(process.pid()));
    assertThat(new ProcessBuilder(kill).start().waitFor()).isZero();
  }

  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /// Once it is over.
  public int status() throws InterruptedException {
    return process.waitFor();
  }

  /// On both streams, so far.
  public String text() throws IOException {
    return Files.readString(folder.resolve("said"));
  }

  /// What Java leaves when native code breaks down.
  public List<Path> crashReports() throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith("crash.")).toList();
    }
  }
}
