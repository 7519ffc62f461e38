package voxcrate.bundler.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import voxcrate.bundler.VoxcrateBundler;

/// The bundler in a process of its own, with nothing in its environment but a home and a hub.
///
/// @param home also holds what the process prints, until the next run
public record BundlerProcess(Path home, Path work, URI hub) {
  private static final long PATIENCE_SECONDS = 60;

  /// @param output standard output and standard error, in the order in which they came
  public record Ended(int status, String output) {}

  /// @param variables are added to the environment
  /// @param input what is typed
  public Ended run(Map<String, String> variables, String input, String... arguments)
      throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(VoxcrateBundler.class.getName());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(work.toFile());
    builder.environment().clear();
    builder.environment().put("HOME", home.toString());
    builder.environment().put("HF_HOME", home.resolve("no-such").toString());
    builder.environment().put("HF_ENDPOINT", hub.toString());
    builder.environment().putAll(variables);
    var output = home.resolve("output");
    var process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
      stdin.write(input);
    }
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), Files.readString(output));
  }
}
