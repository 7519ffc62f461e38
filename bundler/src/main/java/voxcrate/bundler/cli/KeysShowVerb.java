package voxcrate.bundler.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import voxcrate.bundle.trust.TrustedKey;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;

/// `keys show`: a public key's fingerprint, for paper and for the phone.
@Command(
    name = "show",
    description = "Shows the fingerprint of a public key (default: your release key).",
    footer = {"", "Example:  voxcrate-bundler keys show release.pem"})
public final class KeysShowVerb extends Verb {
  @Parameters(paramLabel = "FILE", arity = "0..1", description = "Public key, NAME.pem.")
  @Nullable Path file;

  @Override
  protected ExitStatus run(Console console) throws IOException {
    var source = file == null ? KeyOptions.ofUser().publicFile() : file;
    var key = TrustedKey.ofPem(Files.readString(source), source.toString());
    console.print("Public key   " + source);
    console.print("Kind         " + key.algorithm().title());
    console.print("Fingerprint  " + key.fingerprint().grouped());
    console.result(
        Json.object()
            .put("public", source.toString())
            .put("fingerprint", key.fingerprint().toString())
            .build());
    return ExitStatus.DONE;
  }
}
