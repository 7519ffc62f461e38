package voxcrate.installer.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import voxcrate.cli.Console;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;

/// `voxcrate-installer uninstall`.
@Command(
    name = "uninstall",
    description = "Removes what was installed and nothing else; transcripts stay unless asked.",
    footer = {"", "Example:  ~/voxcrate/bin/voxcrate-installer uninstall"})
public final class UninstallVerb extends InstallerVerb {
  @Option(names = "--yes", description = "Do not ask.")
  boolean yes;

  @Option(names = "--data", description = "Remove the transcripts in the data folder too.")
  boolean data;

  @Override
  protected ExitStatus run(Console console) throws Exception {
    var layout = layout();
    if (!yes) {
      Confirmation.ask(
          "Remove the installation in " + layout.prefix() + "?", "Nothing was removed");
    }
    loadWhatTheEndNeeds();
    installation(console).uninstall(data);
    console.print("Removed the installation in " + layout.prefix());
    console.result(Json.object().put("removed", layout.prefix().toString()).build());
    return ExitStatus.DONE;
  }

  /// The runtime that this very process runs on may go; on its way out Java asks for this logger.
  private static void loadWhatTheEndNeeds() {
    var logger = System.getLogger(Runtime.class.getName());
    logger.log(System.Logger.Level.TRACE, "uninstalling");
  }
}
