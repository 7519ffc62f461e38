package voxcrate.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OnnxRuntimeTest {
  @TempDir Path folder;

  /// What `voxcrate diarize *.wav` comes to in a folder of ten thousand recordings.
  @Test
  void long_command_line_does_no_harm() throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Probe.class.getName());
    command.addAll(Collections.nCopies(10_000, "recordings/of-a-long-hearing.wav"));
    var output = folder.resolve("output").toFile();
    var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);

    var started = process.start();

    assertThat(started.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(output.toPath())).endsWith("computed\n");
    assertThat(started.exitValue()).isZero();
  }

  /// A program that does nothing but compute.
  static final class Probe {
    private Probe() {}

    public static void main(String[] arguments) {
      OnnxRuntime.probe(new ExecutionTarget.Cpu(1));
      System.out.println("computed");
    }
  }
}
