package voxcrate.installer.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import voxcrate.cli.Console;
import voxcrate.installer.refusal.InstallCode;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

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
      confirm("Remove the installation in " + layout.prefix() + "? [y/N] ");
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

  private static void confirm(String question) {
    var terminal = System.console();
    var answer =
        terminal == null || !terminal.isTerminal() ? null : terminal.readLine("%s", question);
    if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
      throw new ToolException(
          Problem.of(
              InstallCode.NOT_CONFIRMED,
              "Nothing was removed",
              "asking whether to remove the installation",
              answer == null ? "no terminal to ask at" : "an answer other than y",
              "say --yes to remove it without being asked"));
    }
  }
}
