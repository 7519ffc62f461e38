package voxcrate.installer.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import voxcrate.cli.Console;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;

/// `voxcrate-installer status`.
@Command(
    name = "status",
    description = "Which release is in use, and which one can be gone back to.",
    footer = {"", "Example:  ~/voxcrate/bin/voxcrate-installer status"})
public final class StatusVerb extends InstallerVerb {
  @Override
  protected ExitStatus run(Console console) throws Exception {
    var state = installation(console).state();
    console.print("prefix    " + layout().prefix());
    console.print("current   " + Optional.ofNullable(state.current()).orElse("nothing installed"));
    console.print("previous  " + Optional.ofNullable(state.previous()).orElse("none"));
    boolean revoked =
        state.currentBundle() != null
            && state.pins().revokedBundles().contains(state.currentBundle());
    if (revoked) {
      console.print("revoked   the release in use: install a newer bundle");
    }
    console.result(
        Json.object()
            .put("prefix", layout().prefix().toString())
            .putIfPresent("current", Optional.ofNullable(state.current()).map(Json::of))
            .putIfPresent("previous", Optional.ofNullable(state.previous()).map(Json::of))
            .put("highestSequence", state.highestSequence())
            .put("floor", state.floor())
            .put("currentRevoked", revoked)
            .build());
    return ExitStatus.DONE;
  }
}
