package voxcrate.bundler.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import voxcrate.bundle.BundleCode;
import voxcrate.bundle.trust.SigningKey;
import voxcrate.bundler.build.ReleaseKey;
import voxcrate.cli.Console;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// How the passphrase of a key is learnt: from a file, or by asking. Never from an argument's
/// value, which every user of the machine could read.
final class PassphraseOptions {
  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "File whose first line is the key's passphrase (default: asked for).")
  @Nullable Path file;

  boolean isInFile() {
    return file != null;
  }

  /// Opens a key that is there.
  SigningKey open(ReleaseKey key, Console console) throws IOException {
    if (key.isOpenToOthers()) {
      console.warn(
          "other users of this machine may read or change "
              + key.file()
              + ": chmod 600 "
              + key.file());
    }
    if (!key.isEncrypted()) {
      return key.read(null);
    }
    var passphrase = of(key);
    try {
      return key.read(passphrase);
    } finally {
      if (passphrase != null) {
        Arrays.fill(passphrase, '\0');
      }
    }
  }

  /// Null where there is no file and nobody to ask.
  char @Nullable [] of(ReleaseKey key) {
    if (file != null) {
      return firstLine(file);
    }
    var terminal = System.console();
    return terminal == null || !terminal.isTerminal()
        ? null
        : terminal.readPassword("Passphrase of %s: ", key.file());
  }

  /// @throws ToolException when there is no such line
  static char[] firstLine(Path file) {
    try (var lines = Files.lines(file)) {
      var line = lines.findFirst().orElse("");
      if (!line.isEmpty()) {
        return line.toCharArray();
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      throw unreadable(file, "no readable file of text (" + e.getClass().getSimpleName() + ")");
    }
    throw unreadable(file, "an empty first line");
  }

  private static ToolException unreadable(Path file, String found) {
    return new ToolException(
        Problem.of(
                BundleCode.KEY_UNUSABLE,
                "No passphrase here",
                "reading the passphrase from " + file,
                found,
                "write the passphrase into the file, as its first line, and nothing else")
            .expecting("a file whose first line is the passphrase, in UTF-8"));
  }
}
