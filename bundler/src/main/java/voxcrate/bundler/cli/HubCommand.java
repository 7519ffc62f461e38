package voxcrate.bundler.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import voxcrate.cli.HelpOptions;

/// `voxcrate-bundler hub`: what has to do with hubs of one's own.
@Command(
    name = "hub",
    description = "The practice hub: gates and downloads without the internet.",
    subcommands = {HubServeVerb.class, HubTokenVerb.class})
public final class HubCommand {
  @Mixin final HelpOptions help = new HelpOptions();
}
