package voxcrate.bundler.cli;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import voxcrate.bundle.verify.OpenedBundle;
import voxcrate.bundler.medium.Rehearsal;
import voxcrate.bundler.medium.Rehearsal.Rehearsed;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;

/// `voxcrate-bundler rehearse DIR`.
@Command(
    name = "rehearse",
    description =
        "Installs a bundle here as the operator will: from its bootstrap, without a network, with"
            + " the self-test; then removes all of it again.",
    footer = {"", "Example:  voxcrate-bundler rehearse out/voxcrate-1795219200"})
public final class RehearseVerb extends Verb {
  @Parameters(paramLabel = "DIR", description = "The bundle's folder, voxcrate-SEQUENCE.")
  Path folder = Path.of("");

  @Mixin final TrustOptions trust = new TrustOptions();

  @Option(
      names = "--space",
      paramLabel = "DIR",
      description =
          "Folder with room for an installation, on a file system with rights and links (default:"
              + " the folder for temporary files).")
  Path space = Path.of(System.getProperty("java.io.tmpdir"));

  @Override
  protected ExitStatus run(Console console) throws IOException, InterruptedException {
    var bundle = OpenedBundle.open(folder, trust.keys(folder));
    show(new Rehearsal(folder, bundle, console.progress()).run(space), console);
    return ExitStatus.DONE;
  }

  static void show(Rehearsed rehearsed, Console console) {
    rehearsed.output().lines().forEach(line -> console.print("  " + line));
    console.print(
        "Rehearsed: release " + rehearsed.release() + " installs without a network, and works");
    console.result(
        Json.object().put("release", rehearsed.release()).put("rehearsed", true).build());
  }
}
