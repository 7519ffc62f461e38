package voxcrate.engine.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
    var hearings = recordings.hearings();
    var parts = models.pipeline();
    var output = new OutputFolder(folder == null ? Path.of("") : folder, force);
    var batch = new Batch();
    try (var pipeline = models.open(parts, console)) {
      var status =
          batch.run(
              hearings, console, hearing -> diarize(hearing, pipeline, parts, output, console));
      console.result(batch.document());
      return status;
    }
  }

  private Batch.Step diarize(
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
      var rttm = Rttm.write(name, heard.diarization().turns());
      if (folder == null) {
        printLines(rttm, console);
      } else {
        output.write(
            name, TurnDocument.TYPE, document, Map.of("rttm", rttm, "txt", TurnText.lines(heard)));
        console.say("wrote " + folder.resolve(name) + ".{rttm,txt,json}");
      }
      log.done();
      return new Batch.Step(document, heard.isWhole());
    }
  }

  /// Without a folder there is no place for one.
  private ListeningLog log(Hearing hearing, String name, PipelineModels parts, Console console) {
    return folder == null
        ? ListeningLog.none()
        : resuming.log(
            folder,
            name,
            () ->
                ListeningIdentity.of(hearing.files(), recordings.choices(), parts, models.target()),
            console);
  }

  /// Nothing at all where nobody speaks: an empty line would be none of RTTM.
  private static void printLines(String rttm, Console console) {
    if (!rttm.isEmpty()) {
      console.print(rttm.stripTrailing());
    }
  }
}
