package voxcrate.installer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import voxcrate.cli.HelpOptions;
import voxcrate.cli.Program;

/// The program `voxcrate-installer`.
@Command(
    name = "voxcrate-installer",
    description =
        "Installs a bundle on a machine without a network: nothing unverified is unpacked or run.",
    versionProvider = Program.Version.class,
    synopsisSubcommandLabel = "VERB",
    subcommands = {})
public final class VoxcrateInstaller {
  @Mixin final HelpOptions help = new HelpOptions();

  public static void main(String[] arguments) {
    System.exit(Program.run(new VoxcrateInstaller(), arguments));
  }
}
