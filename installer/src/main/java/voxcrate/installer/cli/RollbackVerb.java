package voxcrate.installer.cli;

import picocli.CommandLine.Command;
import voxcrate.cli.Console;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;

/// `voxcrate-installer rollback`.
@Command(
    name = "rollback",
    description = "Switches back to the release before the current one.",
    footer = {"", "Example:  ~/voxcrate/bin/voxcrate-installer rollback"})
public final class RollbackVerb extends InstallerVerb {
  @Override
  protected ExitStatus run(Console console) throws Exception {
    var release = recorded("roll back", () -> installation(console).rollBack());
    console.print("Release " + release + " is in use again");
    console.result(Json.object().put("current", release).build());
    return ExitStatus.DONE;
  }
}
