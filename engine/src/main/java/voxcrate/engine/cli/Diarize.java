package voxcrate.engine.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.problem.ExitStatus;

/// `voxcrate diarize`: who spoke when.
@Command(
    name = "diarize",
    description = "Who spoke when: RTTM on standard output, or files with -o.",
    footer = {"", "Example: voxcrate diarize hearing.wav --num-speakers 3 > hearing.rttm"})
public final class Diarize extends Verb {
  @Mixin final RecordingOptions recordings = new RecordingOptions();
  @Mixin final ModelOptions models = new ModelOptions();
  @Mixin final ResumeOptions resuming = new ResumeOptions();

  @Option(
      names = {"-o", "--output-dir", "--output_dir"},
      paramLabel = "DIR",
      description = "Write NAME.rttm, NAME.txt and NAME.json here.")
  @Nullable Path folder;

  @Option(names = "--force", description = "Replace files that are not ours.")
  boolean force;

  @Override
  protected ExitStatus run(Console console) {
    if (resuming.resume && folder == null) {
      throw new ParameterException(commandLine(), "--resume needs the -o of the killed run");
    }
    models.tellPlace(console);
    return new TurnWriter(recordings, models, resuming, folder, force, console)
        .write(recordings.hearings());
  }
}
