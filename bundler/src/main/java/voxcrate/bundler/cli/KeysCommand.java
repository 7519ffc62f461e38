package voxcrate.bundler.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import voxcrate.cli.HelpOptions;

/// `voxcrate-bundler keys`: the keys that sign bundles.
@Command(
    name = "keys",
    description = "Makes and shows the keys that sign bundles.",
    subcommands = {KeysGenerateVerb.class, KeysShowVerb.class})
public final class KeysCommand {
  @Mixin final HelpOptions help = new HelpOptions();
}
