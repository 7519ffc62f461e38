package voxcrate.bundler.convert.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All attacks in one process that has little memory and is watched: it starts no other program and
/// opens no connection.
class HostileLimitsTest {
  /// Java itself makes a socket when it looks what the machine has, and leaves it at that.
  private static final String CALLS = "trace=execve,execveat,fork,vfork,connect,bind,sendto";

  @TempDir Path folder;

  @Test
  void all_attacks_are_refused_in_256_mib() throws Exception {
    assertThat(run(attacks())).matches("(?s).*\\b\\d{3} refused, the slowest in \\d+ ms\\s*");
  }

  @Test
  void no_attack_starts_a_program_or_connects() throws Exception {
    assumeTrue(canTrace(), "strace is missing, or may not trace");
    var trace = folder.resolve("trace");
    var command = new ArrayList<>(List.of("strace", "-f", "-qq", "-o", trace.toString()));
    command.addAll(List.of("-e", CALLS, "-e", "signal=none"));
    command.addAll(attacks());

    run(command);

    var calls = Files.readAllLines(trace);
    assertThat(calls).filteredOn(call -> call.contains("exec")).hasSize(1); // java itself
    assertThat(calls).noneMatch(call -> call.contains("fork("));
    assertThat(calls).noneMatch(call -> call.contains("AF_INET"));
  }

  private List<String> attacks() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-cp",
        System.getProperty("java.class.path"),
        AllAttacks.class.getName(),
        folder.toString());
  }

  private boolean canTrace() throws InterruptedException {
    try {
      var out = folder.resolve("try").toString();
      return new ProcessBuilder("strace", "-f", "-o", out, "true").start().waitFor() == 0;
    } catch (IOException _) {
      return false;
    }
  }

  /// What it prints; it must end well.
  private String run(List<String> command) throws IOException, InterruptedException {
    var log = folder.resolve("log");
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    int status = process.waitFor();
    var printed = Files.readString(log);
    assertThat(status).as(printed).isZero();
    return printed;
  }
}
