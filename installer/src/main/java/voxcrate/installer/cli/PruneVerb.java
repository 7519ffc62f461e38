package voxcrate.installer.cli;

import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import voxcrate.cli.Console;
import voxcrate.installer.activate.EngineSelfTest;
import voxcrate.installer.install.Pruning;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;
import voxcrate.progress.ByteCount;

/// `voxcrate-installer prune`.
@Command(
    name = "prune",
    description =
        "Drops releases that are no longer wanted. The one in use stays, and so does the one before"
            + " it, unless --all says otherwise.",
    footer = {"", "Example:  ~/voxcrate/bin/voxcrate-installer prune --all --dry-run"})
public final class PruneVerb extends InstallerVerb {
  @Option(
      names = "--all",
      description = "Drop the release before the current one too: then there is no going back.")
  boolean all;

  @Option(names = "--dry-run", description = "Say what would go; drop nothing.")
  boolean dryRun;

  @Override
  protected ExitStatus run(Console console) throws Exception {
    var pruning = new Pruning(layout(), new EngineSelfTest(), Clock.systemUTC());
    var pruned = dryRun ? pruning.plan(all) : pruning.prune(all);
    pruned
        .releases()
        .forEach(release -> console.print((dryRun ? "Would drop " : "Dropped ") + release));
    console.print(
        pruned.bytes() == 0
            ? "Nothing " + (dryRun ? "would be" : "was") + " freed"
            : ByteCount.text(pruned.bytes()) + (dryRun ? " would be freed" : " freed"));
    pruned.stillRunning().forEach(console::warn);
    console.result(
        Json.object()
            .put("dryRun", dryRun)
            .put("dropped", Json.strings(pruned.releases()))
            .put("freedBytes", pruned.bytes())
            .put("stillRunning", Json.strings(pruned.stillRunning()))
            .build());
    return ExitStatus.DONE;
  }
}
