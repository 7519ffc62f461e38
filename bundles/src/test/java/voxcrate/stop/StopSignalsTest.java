package voxcrate.stop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A process of its own is told to end.
final class StopSignalsTest {
  private Process process;
  private BufferedReader output;

  @BeforeEach
  void start() throws IOException {
    process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Ending.class.getName(),
                "try again")
            .redirectErrorStream(true)
            .start();
    output = process.inputReader();
    assertThat(output.readLine()).isEqualTo("inside");
  }

  @AfterEach
  void end() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @ParameterizedTest
  @MethodSource("signals")
  void what_is_inside_the_gate_comes_to_its_end_and_nothing_begins_any_more(
      String signal, int status) throws Exception {
    send(signal);
    var told = output.readLine();
    boolean waits = process.isAlive();
    process.outputWriter().close();

    assertThat(told).isEqualTo("interrupted: try again");
    assertThat(waits).isTrue();
    assertThat(process.waitFor()).isEqualTo(status);
    assertThat(output.readAllLines()).containsExactly("outside");
  }

  @Test
  void a_second_signal_ends_the_process_whatever_is_inside() throws Exception {
    send("TERM");
    output.readLine();

    send("TERM");

    assertThat(process.waitFor()).isEqualTo(143);
    assertThat(output.readAllLines()).isEmpty();
  }

  /// Those that this process does not ignore: what it starts inherits that, under `nohup` and in
  /// the background of a script.
  static Stream<Arguments> signals() throws IOException {
    long ignored =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
            .findFirst()
            .orElseThrow();
    return Stream.of(Arguments.of("HUP", 129), Arguments.of("INT", 130), Arguments.of("TERM", 143))
        .filter(signal -> (ignored >> ((int) signal.get()[1] - 129) & 1) == 0);
  }

  private void send(String signal) throws IOException, InterruptedException {
    var kill = List.of("kill", "-" + signal, Long.toString(process.pid()));
    assertThat(new ProcessBuilder(kill).start().waitFor()).isZero();
  }
}
