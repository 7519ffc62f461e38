package voxcrate.engine.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import voxcrate.cli.Console;
import voxcrate.engine.diarization.DiarizationPipeline;
import voxcrate.engine.diarization.ListeningLog;
import voxcrate.engine.diarization.Rttm;
import voxcrate.engine.models.PipelineModels;
import voxcrate.engine.output.OutputFolder;
import voxcrate.engine.output.TurnDocument;
import voxcrate.engine.output.TurnText;
import voxcrate.engine.resume.ResumeFile;
import voxcrate.engine.resume.WorkIdentity;
import voxcrate.problem.ExitStatus;

/// Tells who spoke when in recordings, and writes it.
///
/// @param folder where files are written; null for RTTM on standard output
record TurnWriter(
    RecordingOptions recordings,
    ModelOptions models,
    ResumeOptions resuming,
    @Nullable Path folder,
    boolean force,
    Console console) {
  ExitStatus write(List<Hearing> hearings) {
    var parts = models.pipeline(models.catalog());
    var output = new OutputFolder(folder == null ? Path.of("") : folder, force);
    var batch = new Batch(hearings, console);
    var targets = models.targetsFor(hearings.size());
    try (var pipelines =
        Workers.open(
            targets, target -> models.open(parts, target, console), DiarizationPipeline::close)) {
      pipelines.share(
          NamedHearing.of(hearings, output),
          (pipeline, named) ->
              batch.attempt(named.hearing(), () -> write(named, pipeline, parts, output, batch)),
          _ -> {});
    }
    return batch.end();
  }

  private void write(
      NamedHearing named,
      DiarizationPipeline pipeline,
      PipelineModels parts,
      OutputFolder output,
      Batch batch) {
    var hearing = named.hearing();
    var name = named.name();
    var recording = recordings.open(hearing);
    try (var file = resumeFile(hearing, name, parts)) {
      var teller = recordings.teller(hearing, recording, console, _ -> {});
      var log = new ListeningLog(file);
      var heard = recordings.diarize(pipeline, recording, log, teller, console);
      var document = TurnDocument.of(name, parts.name(), heard);
      var rttm = Rttm.write(name, heard.diarization().turns());
      if (folder == null) {
        printLines(rttm);
      } else {
        output.write(
            name, TurnDocument.TYPE, document, Map.of("rttm", rttm, "txt", TurnText.lines(heard)));
        var rest = folder.resolve(name + ".txt").toString();
        console.print(hearing.label() + "\n" + TurnText.table(heard.diarization(), rest) + "\n");
        console.say("wrote " + folder.resolve(name) + ".{rttm,txt,json}");
      }
      file.done();
      batch.done(hearing, document, heard.isWhole());
    }
  }

  /// Without a folder there is no place for one.
  private ResumeFile resumeFile(Hearing hearing, String name, PipelineModels parts) {
    return folder == null
        ? ResumeFile.none()
        : resuming.file(
            folder,
            name,
            () -> WorkIdentity.of(hearing.files(), models.target(), recordings.choices(parts)),
            console);
  }

  /// Nothing at all where nobody speaks: an empty line would be none of RTTM.
  private void printLines(String rttm) {
    if (!rttm.isEmpty()) {
      console.print(rttm.stripTrailing());
    }
  }
}
