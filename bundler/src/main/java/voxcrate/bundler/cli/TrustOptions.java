package voxcrate.bundler.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import voxcrate.bundle.trust.Fingerprint;
import voxcrate.bundle.trust.TrustedKey;
import voxcrate.bundle.trust.TrustedKeys;
import voxcrate.bundler.pack.BuildCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Whose signature counts. A key that lies beside the bundle proves nothing about it.
final class TrustOptions {
  @Option(
      names = "--trust",
      paramLabel = "FINGERPRINT|FILE",
      description =
          "Key that must have signed; all named ones (default: your release key). A fingerprint is"
              + " compared with your release key's.")
  List<String> names = List.of();

  /// The same where a key is known at all; empty where none was named, and there is no release key.
  Optional<TrustedKeys> ifKnown(Path bundle) throws IOException {
    return names.isEmpty() && own().isEmpty() ? Optional.empty() : Optional.of(keys(bundle));
  }

  /// @throws ToolException when no key is known, or one lies in the bundle's own folder
  TrustedKeys keys(Path bundle) throws IOException {
    var keys = new ArrayList<TrustedKey>();
    if (names.isEmpty()) {
      keys.add(own().orElseThrow(() -> unknown("no release key, and no --trust")));
    }
    for (var name : names) {
      keys.add(Fingerprint.isValid(name) ? byFingerprint(name) : inFile(Path.of(name), bundle));
    }
    var distinct = keys.stream().distinct().toList();
    return new TrustedKeys(distinct, distinct.size());
  }

  /// Whether no other key than this one is trusted.
  boolean isOnly(Fingerprint key) throws IOException {
    return names.isEmpty() && own().filter(own -> own.fingerprint().equals(key)).isPresent();
  }

  private static Optional<TrustedKey> own() throws IOException {
    var file = KeyOptions.ofUser().publicFile();
    return Files.exists(file) ? Optional.of(TrustedKey.inFile(file)) : Optional.empty();
  }

  private static TrustedKey byFingerprint(String name) throws IOException {
    var wanted = Fingerprint.parse(name);
    return own()
        .filter(key -> key.fingerprint().equals(wanted))
        .orElseThrow(() -> unknown("no key here with the fingerprint " + wanted.grouped()));
  }

  private static TrustedKey inFile(Path file, Path bundle) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw unknown("no file " + file);
    }
    if (file.toRealPath().startsWith(bundle.toRealPath())) {
      throw unknown(file + " lies beside the bundle: whoever changed that could have put it there");
    }
    return TrustedKey.inFile(file);
  }

  private static ToolException unknown(String found) {
    return new ToolException(
        Problem.of(
            BuildCode.NO_TRUSTED_KEY,
            "No key to trust",
            "looking for the key that must have signed the bundle",
            found,
            "name its public half, from elsewhere than the bundle: --trust NAME.pem"));
  }
}
