package voxcrate.installer.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import voxcrate.cli.Console;
import voxcrate.installer.install.TrustKeeping;
import voxcrate.installer.install.TrustKeeping.Outcome;
import voxcrate.installer.layout.Pins;
import voxcrate.problem.ExitStatus;

/// `voxcrate-installer trust remove`: revokes a key or a bundle, for ever.
@Command(
    name = "remove",
    description = {
      "Revokes a key: what it signs counts for nothing from now on. Or a bundle: it is refused from"
          + " now on. Neither can be taken back."
    },
    footer = {"", "Example:  ~/voxcrate/bin/voxcrate-installer trust remove 3f9c0a1b77de"})
public final class TrustRemoveVerb extends InstallerVerb {
  @Parameters(
      paramLabel = "FINGERPRINT|BUNDLE",
      description = {
        "A key's fingerprint or its first twelve digits, or a bundle as the log shows it,"
            + " sha256:DIGEST."
      })
  String name = "";

  @Option(names = "--yes", description = "Do not ask.")
  boolean yes;

  @Override
  protected ExitStatus run(Console console) throws Exception {
    var keeping = trustKeeping();
    keeping.list();
    if (!yes) {
      Confirmation.ask("Revoke " + name + " for ever?", "Nothing was revoked");
    }
    var outcome = recorded("revoke", () -> revoke(keeping));
    new TrustView(console).show(outcome, "Revoked " + name);
    tell(outcome.touched(), console);
    return ExitStatus.DONE;
  }

  private Outcome revoke(TrustKeeping keeping) throws Exception {
    return Pins.isBundle(name) ? keeping.revoke(Pins.bundle(name)) : keeping.remove(name);
  }

  private static void tell(List<String> touched, Console console) {
    for (var release : touched) {
      console.warn(
          "release "
              + release
              + " is installed and comes from what is revoked; it goes on working: install a newer"
              + " bundle");
    }
  }
}
