package voxcrate.bundler.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// A place where a token may be. None of them prints what it holds.
public sealed interface TokenSource {
  /// How messages name the place.
  String label();

  /// What stands there; empty where nothing does.
  ///
  /// @throws ToolException where something is there that cannot be read
  Optional<String> text();

  /// The file that it stands in; empty where it is none.
  default Optional<Path> location() {
    return Optional.empty();
  }

  /// Named on the command line, so its absence is a mistake.
  record GivenFile(Path file) implements TokenSource {
    @Override
    public String label() {
      return "--token-file " + file;
    }

    @Override
    public Optional<String> text() {
      return Optional.of(read(file));
    }

    @Override
    public Optional<Path> location() {
      return Optional.of(file);
    }
  }

  /// A variable of the environment.
  final class Variable implements TokenSource {
    private final String name;
    private final String value;

    public Variable(String name, String value) {
      this.name = name;
      this.value = value;
    }

    @Override
    public String label() {
      return "the variable " + name;
    }

    @Override
    public Optional<String> text() {
      return Optional.of(value);
    }
  }

  /// `.env` in the working folder.
  record Dotenv(Path file) implements TokenSource {
    @Override
    public String label() {
      return file.toString();
    }

    @Override
    public Optional<String> text() {
      return Files.exists(file) ? EnvironmentFile.parse(read(file)).token() : Optional.empty();
    }

    @Override
    public Optional<Path> location() {
      return Optional.of(file);
    }
  }

  /// A file that holds the bare token, where hub clients keep theirs.
  record ClientFile(Path file, String label) implements TokenSource {
    @Override
    public Optional<String> text() {
      return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    @Override
    public Optional<Path> location() {
      return Optional.of(file);
    }
  }

  /// Typed or pasted at a prompt.
  record Prompt() implements TokenSource {
    @Override
    public String label() {
      return "the prompt";
    }

    @Override
    public Optional<String> text() {
      return Optional.empty();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  static ToolException unreadable(Path file, IOException e) {
    return new ToolException(
        Problem.of(
            HubCode.TOKEN_FILE_UNREADABLE,
            "The token's file cannot be read",
            "looking for a token in " + file,
            // The exception of a file that is not text would not quote it either.
            e.getClass().getSimpleName(),
            "check the path and that you may read it: ls -l " + file,
            "or run 'voxcrate-bundler login' and paste the token there"),
        e);
  }
}
