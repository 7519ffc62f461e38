package voxcrate.engine.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import voxcrate.engine.EngineCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Defaults that a machine or a user has set: variables of the environment first, then the lines
/// `NAME=value` of the installation's `.env`.
record Settings(Map<String, String> environment, List<String> lines) {
  private static final int MAX_FILE_BYTES = 1 << 16;

  /// Those of this process and this installation.
  static Settings ofThisMachine() {
    return new Settings(System.getenv(), Release.prefix().map(Settings::lines).orElse(List.of()));
  }

  private static List<String> lines(Path prefix) {
    var file = prefix.resolve(".env");
    try {
      return Files.isRegularFile(file) && Files.size(file) <= MAX_FILE_BYTES
          ? Files.readAllLines(file)
          : List.of();
    } catch (IOException | UncheckedIOException e) {
      throw unusable(file.toString(), e.toString());
    }
  }

  /// A whole number from 1 up; empty where nothing is set.
  ///
  /// @throws ToolException when what is set is not one
  Optional<Integer> number(String name) {
    return value(name).map(value -> number(name, value));
  }

  /// What is usually spoken; of the installation alone, as the environment's `LANGUAGE` is that of
  /// messages.
  Optional<String> language() {
    return lines.stream()
        .flatMap(line -> value(line, "LANGUAGE").stream())
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  private Optional<String> value(String name) {
    return Stream.concat(
            Optional.ofNullable(environment.get(name)).stream(),
            lines.stream().flatMap(line -> value(line, name).stream()))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  private static Optional<String> value(String line, String name) {
    var setting = line.strip().replaceFirst("^export\\s+", "");
    return setting.startsWith(name + "=")
        ? Optional.of(setting.substring(name.length() + 1).replaceAll("^(['\"])(.*)\\1$", "$2"))
        : Optional.empty();
  }

  private static int number(String name, String value) {
    if (!value.matches("[1-9][0-9]{0,5}")) {
      throw unusable(name, "'" + value + "' is not a whole number from 1 up");
    }
    return Integer.parseInt(value);
  }

  private static ToolException unusable(String setting, String found) {
    return new ToolException(
        Problem.of(
            EngineCode.SETTING_UNUSABLE,
            "Setting cannot be used",
            "reading " + setting,
            found,
            "correct it in the environment or in the .env of the installation",
            "or empty it: then it does not count"));
  }
}
