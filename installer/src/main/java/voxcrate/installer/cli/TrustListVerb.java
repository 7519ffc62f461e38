package voxcrate.installer.cli;

import picocli.CommandLine.Command;
import voxcrate.cli.Console;
import voxcrate.problem.ExitStatus;

/// `voxcrate-installer trust list`.
@Command(
    name = "list",
    description = "Which keys are trusted, how many must sign, and what has been revoked.",
    footer = {"", "Example:  ~/voxcrate/bin/voxcrate-installer trust list"})
public final class TrustListVerb extends InstallerVerb {
  @Override
  protected ExitStatus run(Console console) throws Exception {
    new TrustView(console).show(trustKeeping().list());
    return ExitStatus.DONE;
  }
}
