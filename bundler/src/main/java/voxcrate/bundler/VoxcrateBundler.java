package voxcrate.bundler;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import voxcrate.bundler.cli.AccessVerb;
import voxcrate.bundler.cli.BuildVerb;
import voxcrate.bundler.cli.ConvertVerb;
import voxcrate.bundler.cli.DiffVerb;
import voxcrate.bundler.cli.FetchVerb;
import voxcrate.bundler.cli.HubCommand;
import voxcrate.bundler.cli.ImportVerb;
import voxcrate.bundler.cli.InspectVerb;
import voxcrate.bundler.cli.KeysCommand;
import voxcrate.bundler.cli.LoginVerb;
import voxcrate.bundler.cli.LogoutVerb;
import voxcrate.bundler.cli.PlanVerb;
import voxcrate.bundler.cli.RecipesVerb;
import voxcrate.bundler.cli.RehearseVerb;
import voxcrate.bundler.cli.SignVerb;
import voxcrate.bundler.cli.VerifyVerb;
import voxcrate.bundler.cli.WriteVerb;
import voxcrate.cli.HelpOptions;
import voxcrate.cli.Program;

/// The program `voxcrate-bundler`.
@Command(
    name = "voxcrate-bundler",
    description =
        "Builds a signed bundle on a connected machine: access, download, convert, pack, sign.",
    versionProvider = Program.Version.class,
    synopsisSubcommandLabel = "VERB",
    subcommands = {
      LoginVerb.class,
      AccessVerb.class,
      RecipesVerb.class,
      PlanVerb.class,
      FetchVerb.class,
      ImportVerb.class,
      BuildVerb.class,
      InspectVerb.class,
      DiffVerb.class,
      VerifyVerb.class,
      SignVerb.class,
      WriteVerb.class,
      RehearseVerb.class,
      ConvertVerb.class,
      KeysCommand.class,
      HubCommand.class,
      LogoutVerb.class
    })
public final class VoxcrateBundler {
  @Mixin final HelpOptions help = new HelpOptions();

  public static void main(String[] arguments) {
    System.exit(Program.run(new VoxcrateBundler(), arguments));
  }
}
