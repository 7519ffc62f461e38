package voxcrate.engine.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.engine.models.InstalledModel;
import voxcrate.engine.models.ModelCatalog;
import voxcrate.engine.models.PipelineModels;
import voxcrate.problem.ExitStatus;

/// `voxcrate transcribe`: who said what, when.
@Command(
    name = "transcribe",
    description = {
      "Who said what, when: writes NAME.json, NAME.srt, NAME.txt and NAME.html, and shows the text"
          + " while it comes.",
      "Without a speaker diarization model nobody is told apart; without a transcription model the"
          + " speakers' turns are written, and the command ends with status 8."
    },
    footer = {"", "Example: voxcrate transcribe hearing.wav -o transcripts --language de"})
public final class Transcribe extends Verb {
  private static final String NO_SPEAKERS =
      "nobody is told apart: no speaker diarization model is installed. Next time carry a bundle of"
          + " the recipe speech, made with a token that has the gated models";

  private static final String NO_WORDS =
      "the words are missing: no transcription model is installed. Speakers and times are complete."
          + " Next time carry a bundle of the recipe speech";

  @Mixin final RecordingOptions recordings = new RecordingOptions();
  @Mixin final ModelOptions models = new ModelOptions();
  @Mixin final TextOptions text = new TextOptions();
  @Mixin final FileOptions files = new FileOptions();
  @Mixin final ResumeOptions resuming = new ResumeOptions();
  @Mixin final ForeignOptions foreign = new ForeignOptions();

  @Option(
      names = {"--no-diarization", "--no_diarization"},
      description = "Only what is said: nobody is told apart.")
  boolean noDiarization;

  @Override
  protected ExitStatus run(Console console) {
    var hearings = recordings.hearings();
    foreign.tell(console);
    models.tellPlace(console);
    files.choosePlace(Path.of("").toAbsolutePath(), Release.transcripts()).ifPresent(console::say);
    var catalog = models.catalog();
    var model = model(catalog);
    if (model.isEmpty()) {
      return turnsAlone(hearings, console);
    }
    var used = text.models(catalog, model.get(), speakers(catalog, console));
    return new TranscriptWriter(this, used, hearings, console).write();
  }

  /// Nothing where there is none at all, but turns to tell.
  private Optional<InstalledModel> model(ModelCatalog catalog) {
    boolean turns = !noDiarization && text.model == null && !catalog.pipelines().isEmpty();
    return turns && !catalog.hasTranscription()
        ? Optional.empty()
        : Optional.of(catalog.transcription(Optional.ofNullable(text.model)));
  }

  private Optional<PipelineModels> speakers(ModelCatalog catalog, Console console) {
    boolean asked = foreign.diarize || models.namesPipeline() || recordings.askForSpeakers();
    if (noDiarization) {
      if (asked) {
        throw new ParameterException(
            commandLine(), "--no-diarization goes with nothing that is about speakers");
      }
      return Optional.empty();
    }
    if (catalog.pipelines().isEmpty() && !asked) {
      console.warn(NO_SPEAKERS);
      return Optional.empty();
    }
    return Optional.of(models.pipeline(catalog));
  }

  private ExitStatus turnsAlone(List<Hearing> hearings, Console console) {
    var writer = new TurnWriter(recordings, models, resuming, files.folder, files.force, console);
    writer.write(hearings);
    console.warn(NO_WORDS);
    return ExitStatus.INCOMPLETE;
  }
}
