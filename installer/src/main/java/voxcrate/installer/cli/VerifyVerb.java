package voxcrate.installer.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import voxcrate.cli.Console;
import voxcrate.installer.medium.BundleLocator;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;

/// `voxcrate-installer verify DIR`.
@Command(
    name = "verify",
    description = "Makes every check that an install makes, and writes nothing.",
    footer = {"", "Example:  ./voxcrate-installer verify /media/STICK"})
public final class VerifyVerb extends InstallerVerb {
  @Parameters(paramLabel = "DIR", description = "The bundle's folder, or a medium with one bundle.")
  Path bundle;

  @Mixin Trust trust;

  VerifyVerb() {
    bundle = Path.of("");
    trust = new Trust();
  }

  @Override
  protected ExitStatus run(Console console) throws Exception {
    var found = BundleLocator.locate(bundle);
    var opened = installation(console).verify(found, trust.choice());
    var signers = opened.signers().labels();
    console.print(
        "Bundle " + opened.releaseName() + " is whole, signed by " + String.join(", ", signers));
    opened.signers().ignored().forEach(file -> console.print("not trusted here, ignored: " + file));
    console.result(
        Json.object()
            .put("release", opened.releaseName())
            .put("bundle", opened.id().toString())
            .put("signedBy", Json.strings(signers))
            .put("ignored", Json.strings(opened.signers().ignored()))
            .build());
    return ExitStatus.DONE;
  }
}
