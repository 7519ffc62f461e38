package voxcrate.installer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import voxcrate.cli.HelpOptions;
import voxcrate.cli.Program;
import voxcrate.installer.cli.DoctorVerb;
import voxcrate.installer.cli.InstallVerb;
import voxcrate.installer.cli.LogVerb;
import voxcrate.installer.cli.ProbeVerb;
import voxcrate.installer.cli.PruneVerb;
import voxcrate.installer.cli.RollbackVerb;
import voxcrate.installer.cli.StatusVerb;
import voxcrate.installer.cli.TrustCommand;
import voxcrate.installer.cli.UninstallVerb;
import voxcrate.installer.cli.VerifyVerb;

/// The program `voxcrate-installer`.
@Command(
    name = "voxcrate-installer",
    description =
        "Installs a bundle on a machine without a network: nothing unverified is unpacked or run.",
    versionProvider = Program.Version.class,
    synopsisSubcommandLabel = "VERB",
    subcommands = {
      ProbeVerb.class,
      InstallVerb.class,
      VerifyVerb.class,
      StatusVerb.class,
      RollbackVerb.class,
      PruneVerb.class,
      DoctorVerb.class,
      TrustCommand.class,
      LogVerb.class,
      UninstallVerb.class
    })
public final class VoxcrateInstaller {
  @Mixin final HelpOptions help = new HelpOptions();

  public static void main(String[] arguments) {
    System.exit(Program.run(new VoxcrateInstaller(), arguments));
  }
}
