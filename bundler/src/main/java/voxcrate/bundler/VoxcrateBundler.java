package voxcrate.bundler;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import voxcrate.bundler.cli.BuildVerb;
import voxcrate.bundler.cli.ConvertVerb;
import voxcrate.bundler.cli.HubCommand;
import voxcrate.bundler.cli.KeysCommand;
import voxcrate.cli.HelpOptions;
import voxcrate.cli.Program;

/// The program `voxcrate-bundler`.
@Command(
    name = "voxcrate-bundler",
    description =
        "Builds a signed bundle on a connected machine: access, download, convert, pack, sign.",
    versionProvider = Program.Version.class,
    synopsisSubcommandLabel = "VERB",
    subcommands = {BuildVerb.class, ConvertVerb.class, HubCommand.class, KeysCommand.class})
public final class VoxcrateBundler {
  @Mixin final HelpOptions help = new HelpOptions();

  public static void main(String[] arguments) {
    System.exit(Program.run(new VoxcrateBundler(), arguments));
  }
}
