package voxcrate.engine.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import voxcrate.cli.HelpOptions;

/// `voxcrate score`: error rates against a reference.
@Command(
    name = "score",
    description = "Error rates against a reference.",
    footer = {"", "Example: voxcrate score der reference.rttm found.rttm"},
    subcommands = {ScoreDer.class, ScoreWer.class})
public final class Score implements Runnable {
  @Mixin final HelpOptions help = new HelpOptions();
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to score: der or wer");
  }
}
