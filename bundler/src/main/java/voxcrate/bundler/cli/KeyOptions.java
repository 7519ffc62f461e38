package voxcrate.bundler.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import voxcrate.bundle.trust.SigningKey;
import voxcrate.bundler.build.ReleaseKey;
import voxcrate.bundler.pack.BuildCode;
import voxcrate.cli.Console;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Which key signs, and how its passphrase is learnt.
final class KeyOptions {
  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "Private key that signs (default: your release key, made on first use after asking).")
  @Nullable Path file;

  @Mixin final PassphraseOptions passphrase = new PassphraseOptions();

  @Option(names = "--yes", description = "Do not ask before a release key is made.")
  boolean yes;

  /// @throws ToolException when there is no key, or it cannot be read
  SigningKey key(Console console) {
    var key = file == null ? ofUser() : new ReleaseKey(file);
    try {
      if (key.exists()) {
        return passphrase.open(key, console);
      }
      if (file != null || !isWanted(key)) {
        throw noKey(key, "no such file");
      }
      return made(key, console);
    } catch (IOException e) {
      throw noKey(key, e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  private SigningKey made(ReleaseKey key, Console console) throws IOException {
    var made = key.generate(passphrase.isInFile() ? passphrase.of(key) : null);
    console.say("Made your release key: " + key.file());
    console.say("  fingerprint  " + made.verifyingKey().fingerprint().grouped());
    console.say("  keep a copy in a safe place: later bundles must be signed by the same key");
    return made;
  }

  static ReleaseKey ofUser() {
    return ReleaseKey.ofUser(configuration(System.getenv(), System.getProperty("user.home")));
  }

  /// The user's folder for settings, by the XDG base directory specification.
  private static Path configuration(Map<String, String> environment, @Nullable String home) {
    var named = environment.get("XDG_CONFIG_HOME");
    return named != null && Path.of(named).isAbsolute()
        ? Path.of(named)
        : Path.of(Objects.requireNonNullElse(home, "."), ".config");
  }

  private boolean isWanted(ReleaseKey key) {
    if (yes) {
      return true;
    }
    var terminal = System.console();
    if (terminal == null || !terminal.isTerminal()) {
      return false;
    }
    var answer = terminal.readLine("There is no release key yet. Make %s? [y/N] ", key.file());
    return answer != null && answer.strip().equalsIgnoreCase("y");
  }

  static ToolException noKey(ReleaseKey key, String found) {
    return new ToolException(
        Problem.of(
            BuildCode.NO_RELEASE_KEY,
            "No key to sign with",
            "looking for " + key.file(),
            found,
            "let one be made: voxcrate-bundler build --yes …",
            "or name one: --key FILE"));
  }
}
