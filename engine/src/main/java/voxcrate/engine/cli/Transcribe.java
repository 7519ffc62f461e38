package voxcrate.engine.cli;

import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.engine.diarization.DiarizationPipeline;
import voxcrate.engine.diarization.Rttm;
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
          hearings,
          console,
          hearing -> transcribe(hearing, pipeline, parts.name(), output, console));
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
      String pipelineName,
      OutputFolder output,
      Console console) {
    var name = output.nameFor(hearing.files());
    var heard = recordings.diarize(pipeline, hearing, console);
    var document = TurnDocument.of(name, pipelineName, heard);
    output.write(
        name,
        document,
        Map.of(
            "rttm", Rttm.write(name, heard.diarization().turns()),
            "txt", TurnText.lines(heard)));
    console.print(hearing.label() + "\n" + TurnText.table(heard.diarization()) + "\n");
    console.say("wrote " + folder.resolve(name) + ".{json,rttm,txt}");
    return new Batch.Step(document, heard.isWhole());
  }
}
