package voxcrate.bundler.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import voxcrate.bundle.BundleCode;
import voxcrate.bundle.trust.TrustedKey;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// `keys show`: a public key's fingerprint, for paper and for the phone.
@Command(
    name = "show",
    description =
        "Shows the fingerprint of a public key, in digits and in words (default: your release"
            + " key).",
    footer = {"", "Example:  voxcrate-bundler keys show release.pem"})
public final class KeysShowVerb extends Verb {
  @Parameters(paramLabel = "FILE", arity = "0..1", description = "Public key, NAME.pem.")
  @Nullable Path file;

  @Override
  protected ExitStatus run(Console console) throws IOException {
    var source = file == null ? KeyOptions.ofUser().publicFile() : file;
    if (!Files.isRegularFile(source)) {
      throw new ToolException(
          Problem.of(
              BundleCode.KEY_UNUSABLE,
              "No key here",
              "reading the public key from " + source,
              "no such file",
              "name the public half of a key: voxcrate-bundler keys show NAME.pem",
              "or make a key: voxcrate-bundler keys generate --out NAME"));
    }
    var view = new KeyView(source, TrustedKey.inFile(source));
    view.print(console);
    console.result(view.document().build());
    return ExitStatus.DONE;
  }
}
