package voxcrate.engine;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import voxcrate.cli.HelpOptions;
import voxcrate.cli.Program;
import voxcrate.engine.cli.Bench;
import voxcrate.engine.cli.Diarize;
import voxcrate.engine.cli.Models;
import voxcrate.engine.cli.Score;
import voxcrate.engine.cli.Selftest;
import voxcrate.engine.cli.Transcribe;

/// The program `voxcrate`.
@Command(
    name = "voxcrate",
    description =
        "Who said what, when: transcripts of recordings, with speakers, on this machine alone.",
    versionProvider = Program.Version.class,
    synopsisSubcommandLabel = "VERB",
    subcommands = {
      Transcribe.class,
      Diarize.class,
      Models.class,
      Selftest.class,
      Score.class,
      Bench.class
    })
public final class Voxcrate {
  @Mixin final HelpOptions help = new HelpOptions();

  public static void main(String[] arguments) {
    System.exit(Program.run(new Voxcrate(), arguments));
  }
}
