package voxcrate.engine.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.engine.audio.DecodingOptions;
import voxcrate.engine.audio.Recording;
import voxcrate.engine.audio.TimeRange;
import voxcrate.engine.bench.PipelineBench;
import voxcrate.problem.ExitStatus;

/// `voxcrate bench`: how fast this machine is.
@Command(
    name = "bench",
    description = {
      "Real-time factor and memory by stage, on a recording or on the known one of this"
          + " installation, over and over."
    },
    footer = {"", "Example: voxcrate bench --threads 2 --json"})
public final class Bench extends Verb {
  @Mixin final ModelOptions models = new ModelOptions();

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "A recording (default: the known one of this installation).")
  @Nullable Path file;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "The known recording is repeated until it is so long (default: 60).")
  int seconds = 60;

  @Override
  protected ExitStatus run(Console console) {
    if (seconds < 1) {
      throw new ParameterException(commandLine(), "--seconds counts from 1");
    }
    var report = new PipelineBench(models.pipeline(), models.target()).run(recording());
    console.print(report.table());
    console.result(report.document());
    return ExitStatus.DONE;
  }

  private Recording recording() {
    if (file != null) {
      return whole(List.of(file));
    }
    var clip = Release.selftest().resolve("clip.flac");
    if (!Files.exists(clip)) {
      throw new ParameterException(
          commandLine(), "there is no known recording in " + clip.getParent() + ": name a FILE");
    }
    double once = whole(List.of(clip)).statedSeconds();
    int times = (int) Math.ceil(seconds / Math.max(1, once));
    return whole(Collections.nCopies(times, clip));
  }

  private static Recording whole(List<Path> files) {
    return Recording.of(files, DecodingOptions.DEFAULT, TimeRange.WHOLE);
  }
}
