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
    if (!yes && !confirmed("Remove the installation in " + layout.prefix() + "? [y/N] ")) {
      console.print("Nothing was removed.");
      return ExitStatus.DONE;
    }
    installation(console).uninstall(data);
    console.print("Removed the installation in " + layout.prefix());
    console.result(Json.object().put("removed", layout.prefix().toString()).build());
    return ExitStatus.DONE;
  }

  private static boolean confirmed(String question) {
    var terminal = System.console();
    if (terminal == null || !terminal.isTerminal()) {
      return false;
    }
    var answer = terminal.readLine("%s", question);
    return answer != null && answer.strip().equalsIgnoreCase("y");
  }
}
