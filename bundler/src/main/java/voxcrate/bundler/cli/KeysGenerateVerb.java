package voxcrate.bundler.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import voxcrate.bundle.BundleCode;
import voxcrate.bundle.trust.SignatureAlgorithm;
import voxcrate.bundle.trust.SigningKey;
import voxcrate.bundler.build.ReleaseKey;
import voxcrate.bundler.build.SigningCode;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// `keys generate --out NAME`: a fresh key in `NAME.key` and `NAME.pem`.
@Command(
    name = "generate",
    description = "Makes a key: NAME.key (only you can read it) and NAME.pem (to hand out).",
    footer = {"", "Example:  voxcrate-bundler keys generate --out release"})
public final class KeysGenerateVerb extends Verb {
  @Option(
      names = "--out",
      paramLabel = "NAME",
      required = true,
      description = "Name of both files.")
  Path name = Path.of("");

  @Option(
      names = "--algorithm",
      paramLabel = "ecdsa-p384|ed25519",
      defaultValue = "ecdsa-p384",
      converter = AlgorithmName.class,
      description =
          "How the key signs (default: ${DEFAULT-VALUE}, which every openssl verifies; ed25519"
              + " needs OpenSSL 3 and is refused on FIPS hosts).")
  SignatureAlgorithm algorithm = SignatureAlgorithm.ECDSA_P384;

  @ArgGroup @Nullable Passphrase passphrase;

  /// The names that `--algorithm` takes.
  static final class AlgorithmName implements ITypeConverter<SignatureAlgorithm> {
    @Override
    public SignatureAlgorithm convert(String name) {
      return SignatureAlgorithm.named(name.toLowerCase(Locale.ROOT))
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "one of " + String.join(", ", SignatureAlgorithm.ids())));
    }
  }

  /// Where the passphrase comes from; without either it is asked for.
  static final class Passphrase {
    @Option(
        names = "--passphrase-file",
        paramLabel = "FILE",
        description = "File whose first line is the passphrase.")
    @Nullable Path file;

    @Option(names = "--no-passphrase", description = "Keep the key unencrypted.")
    boolean none;
  }

  @Override
  protected ExitStatus run(Console console) {
    var key = new ReleaseKey(name.resolveSibling(name.getFileName() + ".key"));
    if (key.exists() || Files.exists(key.publicFile())) {
      throw new ToolException(
          Problem.of(
              BundleCode.KEY_UNUSABLE,
              "There is a key of this name already",
              "making " + key.file() + " and " + key.publicFile(),
              "one of the files exists",
              "choose another name: a lost key cannot be made again"));
    }
    var secret = secret();
    var made = generate(key, secret);
    console.print("Private key  " + key.file());
    var view = new KeyView(key.publicFile(), made.verifyingKey());
    view.print(console);
    console.result(view.document().put("private", key.file().toString()).build());
    return ExitStatus.DONE;
  }

  private SigningKey generate(ReleaseKey key, char @Nullable [] secret) {
    try {
      return key.generate(algorithm, secret);
    } catch (IOException e) {
      throw new ToolException(
          Problem.of(
              SigningCode.KEY_NOT_WRITTEN,
              "The key could not be written",
              "writing " + key.file() + " and " + key.publicFile(),
              e.getClass().getSimpleName() + ": " + e.getMessage(),
              "name a place that you can write to: --out NAME"),
          e);
    } finally {
      if (secret != null) {
        Arrays.fill(secret, '\0');
      }
    }
  }

  private char @Nullable [] secret() {
    if (passphrase != null && passphrase.none) {
      return null;
    }
    if (passphrase != null && passphrase.file != null) {
      return PassphraseOptions.firstLine(passphrase.file);
    }
    return ask();
  }

  private char[] ask() {
    var terminal = System.console();
    if (terminal == null || !terminal.isTerminal()) {
      throw new ParameterException(
          commandLine(),
          "no terminal to ask for a passphrase: --passphrase-file or --no-passphrase");
    }
    var first = terminal.readPassword("Passphrase for the new key: ");
    var second = terminal.readPassword("Once more: ");
    if (first == null || second == null || first.length == 0 || !Arrays.equals(first, second)) {
      throw new ParameterException(commandLine(), "the passphrases differ or are empty");
    }
    Arrays.fill(second, '\0');
    return first;
  }
}
