package voxcrate.installer.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import voxcrate.cli.HelpOptions;

/// `voxcrate-installer trust`: the keys whose bundles an installation accepts.
@Command(
    name = "trust",
    description = "Shows and changes the keys whose bundles this installation accepts.",
    subcommands = {TrustListVerb.class, TrustAddVerb.class, TrustRemoveVerb.class})
public final class TrustCommand {
  @Mixin final HelpOptions help = new HelpOptions();
}
