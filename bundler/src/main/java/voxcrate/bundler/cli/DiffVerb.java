package voxcrate.bundler.cli;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import voxcrate.bundle.verify.OpenedBundle;
import voxcrate.bundler.compare.BundleDifference;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.problem.ExitStatus;

/// `voxcrate-bundler diff A B`. Compares what the signed manifests say; the payloads are not read.
@Command(
    name = "diff",
    description = "What changed from bundle A to bundle B, in words, and what an upgrade writes.",
    footer = {"", "Example:  voxcrate-bundler diff old/voxcrate-36 out/voxcrate-37"})
public final class DiffVerb extends Verb {
  @Parameters(index = "0", paramLabel = "A", description = "Folder of the bundle to begin from.")
  Path before = Path.of("");

  @Parameters(index = "1", paramLabel = "B", description = "Folder of the bundle to compare.")
  Path after = Path.of("");

  @Mixin final TrustOptions trust = new TrustOptions();

  @Override
  protected ExitStatus run(Console console) throws IOException {
    var first = OpenedBundle.open(before, trust.keys(before));
    var second = OpenedBundle.open(after, trust.keys(after));
    var difference = BundleDifference.between(first.manifest(), second.manifest());
    new DifferenceView(console).show(first, second, difference);
    return ExitStatus.DONE;
  }
}
