package voxcrate.journeys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Starts a program as a person would, and waits for it.
///
/// @param status the exit status
/// @param out standard output
/// @param err standard error
record Launch(int status, String out, String err) {
  /// Both streams, for searching.
  String all() {
    return out + "\n" + err;
  }

  static Command of(Object... words) {
    var command = new ArrayList<String>();
    for (var word : words) {
      command.add(word.toString());
    }
    return new Command(command);
  }

  /// A program with its surroundings.
  static final class Command {
    private final List<String> words;
    private final Map<String, String> environment = new HashMap<>();
    private boolean emptyEnvironment;
    private Path folder = Source.root();

    private Command(List<String> words) {
      this.words = words;
      // The journeys run what this build has packed.
      environment.put("VOXCRATE_BUILT", "1");
    }

    Command with(String name, String value) {
      environment.put(name, value);
      return this;
    }

    Command withEmptyEnvironment() {
      emptyEnvironment = true;
      return this;
    }

    Command in(Path workingFolder) {
      folder = workingFolder;
      return this;
    }

    Process start(Path out, Path err) throws IOException {
      var builder =
          new ProcessBuilder(words)
              .directory(folder.toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      var variables = builder.environment();
      if (emptyEnvironment) {
        variables.clear();
      } else {
        variables.keySet().removeIf(Command::isKeptFromPrograms);
        variables.putAll(environment);
      }
      return builder.start();
    }

    /// What a developer's shell may hold; and what the tests are told, but programs have to know by
    /// themselves.
    private static boolean isKeptFromPrograms(String variable) {
      return variable.startsWith("HF_")
          || variable.startsWith("HUGGING")
          || variable.equals("ORT_DISABLE_TELEMETRY");
    }

    Launch run() throws IOException, InterruptedException {
      var out = Files.createTempFile("journey-", ".out");
      var err = Files.createTempFile("journey-", ".err");
      try {
        int status = start(out, err).waitFor();
        return new Launch(status, text(out), text(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    }

    private static String text(Path file) throws IOException {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
  }
}
