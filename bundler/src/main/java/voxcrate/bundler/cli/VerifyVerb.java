package voxcrate.bundler.cli;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import voxcrate.bundle.verify.OpenedBundle;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;

/// `voxcrate-bundler verify DIR`.
@Command(
    name = "verify",
    description = "Reads a bundle as the installer would, every byte of it, and writes nothing.",
    footer = {"", "Example:  voxcrate-bundler verify /media/STICK/voxcrate-1795219200"})
public final class VerifyVerb extends Verb {
  @Parameters(paramLabel = "DIR", description = "The bundle's folder, voxcrate-SEQUENCE.")
  Path folder = Path.of("");

  @Mixin final TrustOptions trust = new TrustOptions();

  @Override
  protected ExitStatus run(Console console) throws IOException {
    var bundle = OpenedBundle.open(folder, trust.keys(folder));
    bundle.check(console.progress());
    var signers = bundle.signers().labels();
    console.print(
        "Bundle " + bundle.releaseName() + " is whole, signed by " + String.join(", ", signers));
    bundle.signers().ignored().forEach(file -> console.print("not trusted here, ignored: " + file));
    console.result(
        Json.object()
            .put("release", bundle.releaseName())
            .put("bundle", bundle.id().toString())
            .put("signedBy", Json.strings(signers))
            .put("ignored", Json.strings(bundle.signers().ignored()))
            .build());
    return ExitStatus.DONE;
  }
}
