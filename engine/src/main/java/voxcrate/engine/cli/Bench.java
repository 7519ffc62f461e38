package voxcrate.engine.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
import voxcrate.engine.bench.BenchReport;
import voxcrate.engine.bench.RecordingBench;
import voxcrate.engine.models.ModelCatalog;
import voxcrate.engine.models.PipelineModels;
import voxcrate.problem.ExitStatus;

/// `voxcrate bench`: how fast this machine is.
@Command(
    name = "bench",
    description = {
      "Real-time factor, load and memory by stage, on a recording or on the known one of this"
          + " installation, over and over: of speakers and words, or of what models are installed"
          + " for."
    },
    footer = {"", "Example: voxcrate bench --threads 2 --json"})
public final class Bench extends Verb {
  @Mixin final ModelOptions models = new ModelOptions();
  @Mixin final TextOptions text = new TextOptions();

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
    Usage.require(commandLine().getCommandSpec(), seconds >= 1, "--seconds counts from 1");
    Usage.require(
        commandLine().getCommandSpec(),
        models.targets().size() == 1,
        "one device at a time is measured: --device cuda:N");
    models.tellPlace(console);
    var catalog = models.catalog();
    boolean wordsAsked = text.model != null || catalog.hasTranscription();
    return wordsAsked ? transcribe(catalog, console) : diarize(catalog, console);
  }

  private ExitStatus transcribe(ModelCatalog catalog, Console console) {
    var transcription = catalog.transcription(Optional.ofNullable(text.model));
    var pipeline = catalog.pipelines().isEmpty() ? null : models.pipeline(catalog);
    var used = text.models(catalog, transcription, Optional.ofNullable(pipeline));
    var options = text.options(Settings.ofThisMachine());
    var target = models.target();
    var report =
        RecordingBench.transcribe(
            recording(),
            target,
            () -> used.open(models, options, target, console),
            text.thresholds());
    var names = used.pipeline().stream().map(PipelineModels::name);
    return tell(report, Stream.concat(names, Stream.of(transcription.name())), console);
  }

  private ExitStatus diarize(ModelCatalog catalog, Console console) {
    var pipeline = models.pipeline(catalog);
    var target = models.target();
    var report =
        RecordingBench.diarize(recording(), target, () -> models.open(pipeline, target, console));
    return tell(report, Stream.of(pipeline.name()), console);
  }

  private ExitStatus tell(BenchReport report, Stream<String> names, Console console) {
    var ran = names.toList();
    var target = models.target().label();
    console.print(report.table(ran, target));
    console.result(report.document(ran, target));
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
