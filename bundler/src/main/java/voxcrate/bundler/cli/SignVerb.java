package voxcrate.bundler.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.trust.Fingerprint;
import voxcrate.bundle.trust.SigningKey;
import voxcrate.bundle.volume.BundleFolder;
import voxcrate.bundler.build.Countersigning;
import voxcrate.bundler.build.Countersigning.Countersigned;
import voxcrate.bundler.build.ReleaseKey;
import voxcrate.bundler.pack.BuildCode;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// `voxcrate-bundler sign DIR --key FILE`: the second signature of the two-person rule.
@Command(
    name = "sign",
    description = {
      "Adds your signature to a finished bundle: reads and verifies all of it first, then adds two"
          + " files and changes nothing.",
    },
    footer = {
      "",
      "Example:",
      "  voxcrate-bundler sign /media/STICK/voxcrate-1795219200 --key mine.key --trust builder.pem"
    })
public final class SignVerb extends Verb {
  @Parameters(paramLabel = "DIR", description = "The bundle's folder, voxcrate-SEQUENCE.")
  Path folder = Path.of("");

  @Option(
      names = "--key",
      paramLabel = "FILE",
      required = true,
      description = "Private key that signs.")
  Path file = Path.of("");

  @Mixin final PassphraseOptions passphrase = new PassphraseOptions();

  @Mixin final TrustOptions trust = new TrustOptions();

  @Override
  protected ExitStatus run(Console console) throws IOException {
    var key = key(console);
    requireSomebodyElse(key.verifyingKey().fingerprint());
    var signed = new Countersigning(folder, trust.keys(folder), console.progress()).sign(key);
    console.print(sentence(signed));
    console.result(document(signed));
    return ExitStatus.DONE;
  }

  private SigningKey key(Console console) {
    var key = new ReleaseKey(file);
    if (!Files.isRegularFile(file)) {
      throw KeyOptions.noKey(key, "no such file");
    }
    try {
      return passphrase.open(key, console);
    } catch (IOException e) {
      throw KeyOptions.noKey(key, e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  /// A second signature says that the first one was checked, so the first one's key is needed.
  private void requireSomebodyElse(Fingerprint own) throws IOException {
    var name = BundleFolder.signatureName(Manifest.FILE_NAME, own.label());
    if (trust.isOnly(own) && !Files.exists(folder.resolve(name))) {
      throw new ToolException(
          Problem.of(
              BuildCode.NO_TRUSTED_KEY,
              "Whose bundle is this?",
              "looking for the key that must have signed the bundle before you do",
              "no other key than the one that is to sign",
              "name the builder's public key, from elsewhere than the bundle: --trust NAME.pem"));
    }
  }

  private static String sentence(Countersigned signed) {
    var name = signed.bundle().releaseName();
    var label = signed.key().fingerprint().label();
    return signed.added().isEmpty()
        ? "Key " + label + " has signed bundle " + name + " already: nothing was changed"
        : "Signed bundle "
            + name
            + " with key "
            + label
            + ": added "
            + String.join(" and ", signed.added());
  }

  private static Json document(Countersigned signed) {
    var own = signed.key().fingerprint();
    var signers =
        Stream.concat(signed.bundle().signers().signers().stream(), Stream.of(own))
            .map(Fingerprint::label)
            .distinct()
            .sorted()
            .toList();
    return Json.object()
        .put("release", signed.bundle().releaseName())
        .put("bundle", signed.bundle().id().toString())
        .put("key", own.toString())
        .put("added", Json.strings(signed.added()))
        .put("signedBy", Json.strings(signers))
        .build();
  }
}
