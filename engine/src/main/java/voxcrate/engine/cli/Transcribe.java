package voxcrate.engine.cli;

import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.engine.diarization.DiarizationPipeline;
import voxcrate.engine.diarization.ListeningIdentity;
import voxcrate.engine.diarization.ListeningLog;
import voxcrate.engine.diarization.Rttm;
import voxcrate.engine.models.PipelineModels;
import voxcrate.engine.output.OutputFolder;
import voxcrate.engine.output.TurnDocument;
import voxcrate.engine.output.TurnText;
import voxcrate.problem.ExitStatus;

/// `voxcrate transcribe`: who said what, when. Of this the installed models give who and when.
@Command(
    name = "transcribe",
    description = {
      "Who said what, when: writes NAME.json, NAME.rttm and NAME.txt.",
      "Without a transcription model the words are missing; the speakers' turns are written, and"
          + " the command ends with status 8."
    },
    footer = {"", "Example: voxcrate transcribe hearing.wav -o transcripts"})
public final class Transcribe extends Verb {
  @Mixin final RecordingOptions recordings = new RecordingOptions();
  @Mixin final ModelOptions models = new ModelOptions();
  @Mixin final ResumeOptions resuming = new ResumeOptions();

  @Option(
      names = {"-o", "--output-dir", "--output_dir"},
      paramLabel = "DIR",
      defaultValue = "",
      description = "Where results are written (default: the current folder).")
  Path folder = Path.of("");

  @Option(names = "--force", description = "Replace files that are not ours.")
  boolean force;

  @Override
  protected ExitStatus run(Console console) {
    var hearings = recordings.hearings();
    var parts = models.pipeline();
    var output = new OutputFolder(folder, force);
    var batch = new Batch();
    try (var pipeline = models.open(parts, console)) {
      batch.run(
          hearings, console, hearing -> transcribe(hearing, pipeline, parts, output, console));
    }
    console.warn(
        "the words are missing: no transcription model is installed."
            + " Speakers and times are complete");
    console.result(batch.document());
    return ExitStatus.INCOMPLETE;
  }

  private Batch.Step transcribe(
      Hearing hearing,
      DiarizationPipeline pipeline,
      PipelineModels parts,
      OutputFolder output,
      Console console) {
    var name = output.nameFor(hearing.files());
    var recording = recordings.open(hearing);
    try (var log = log(hearing, name, parts, console)) {
      var heard = recordings.diarize(pipeline, hearing, recording, log, console);
      var document = TurnDocument.of(name, parts.name(), heard);
      output.write(
          name,
          TurnDocument.TYPE,
          document,
          Map.of(
              "rttm", Rttm.write(name, heard.diarization().turns()),
              "txt", TurnText.lines(heard)));
      log.done();
      console.print(hearing.label() + "\n" + TurnText.table(heard.diarization()) + "\n");
      console.say("wrote " + folder.resolve(name) + ".{json,rttm,txt}");
      return new Batch.Step(document, heard.isWhole());
    }
  }

  private ListeningLog log(Hearing hearing, String name, PipelineModels parts, Console console) {
    return resuming.log(
        folder,
        name,
        () -> ListeningIdentity.of(hearing.files(), recordings.choices(), parts, models.target()),
        console);
  }
}
