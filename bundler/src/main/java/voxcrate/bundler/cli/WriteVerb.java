package voxcrate.bundler.cli;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import voxcrate.bundle.verify.OpenedBundle;
import voxcrate.bundler.medium.Medium;
import voxcrate.bundler.medium.MediumCopy;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.problem.ExitStatus;

/// `voxcrate-bundler write DIR MEDIUM`.
@Command(
    name = "write",
    description =
        "Copies a bundle to a medium, into MEDIUM/voxcrate-SEQUENCE, and reads it back from there."
            + " What is there already and whole is kept; nothing else on the medium is touched.",
    footer = {"", "Example:  voxcrate-bundler write out/voxcrate-1795219200 /media/STICK"})
public final class WriteVerb extends Verb {
  @Parameters(index = "0", paramLabel = "DIR", description = "The bundle's folder.")
  Path folder = Path.of("");

  @Parameters(index = "1", paramLabel = "MEDIUM", description = "Folder where it is mounted.")
  Path target = Path.of("");

  @Mixin final TrustOptions trust = new TrustOptions();

  @Override
  protected ExitStatus run(Console console) throws IOException {
    var keys = trust.keys(folder);
    var bundle = OpenedBundle.open(folder, keys);
    var carried = new MediumCopy(bundle, keys, Medium.of(target), console.progress()).write();
    new CarriedView(console).show(carried);
    return ExitStatus.DONE;
  }
}
