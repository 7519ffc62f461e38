package voxcrate.installer.cli;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import voxcrate.cli.Console;
import voxcrate.installer.install.TrustKeeping;
import voxcrate.problem.ExitStatus;

/// `voxcrate-installer trust add FILE`.
@Command(
    name = "add",
    description = "Trusts one key more. Shows its fingerprint first, to be compared with paper.",
    footer = {"", "Example:  ~/voxcrate/bin/voxcrate-installer trust add /safe/second.pem"})
public final class TrustAddVerb extends InstallerVerb {
  @Parameters(
      paramLabel = "FILE",
      description = "Public key, NAME.pem, from elsewhere than a bundle.")
  Path file = Path.of("");

  @Option(
      names = "--threshold",
      paramLabel = "N",
      description = "How many of the keys must sign from now on (default: as before).")
  @Nullable Integer threshold;

  @Option(names = "--yes", description = "Do not ask: the fingerprint has been compared.")
  boolean yes;

  @Override
  protected ExitStatus run(Console console) throws Exception {
    var key = TrustKeeping.keyIn(file);
    var keeping = trustKeeping();
    keeping.list();
    var view = new TrustView(console);
    view.show(key);
    if (!yes) {
      Confirmation.ask(
          "Is this the fingerprint on paper, and shall bundles by this key be installed?",
          "No key was added");
    }
    var wanted = threshold == null ? OptionalInt.empty() : OptionalInt.of(threshold);
    view.show(
        recorded("key add", () -> keeping.add(key, wanted)),
        "Trusts key " + key.fingerprint().label());
    return ExitStatus.DONE;
  }
}
