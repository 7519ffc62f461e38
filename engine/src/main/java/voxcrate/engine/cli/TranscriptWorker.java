package voxcrate.engine.cli;

import voxcrate.cli.Console;
import voxcrate.engine.audio.Recording;
import voxcrate.engine.diarization.HeardRecording;
import voxcrate.engine.diarization.ListeningLog;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.resume.ResumeFile;
import voxcrate.engine.transcript.Transcript;
import voxcrate.engine.words.LoadedModels;
import voxcrate.engine.words.RecordingTranscriber;
import voxcrate.engine.words.WordLog;
import voxcrate.problem.ToolException;

/// Finds out who said what in recordings, one after the other, on one device. Owns its models.
///
/// @param writer takes what is found out
/// @param batch takes what fails
/// @param target that the models run on
record TranscriptWorker(
    Transcribe verb,
    TranscriptWriter writer,
    Batch batch,
    LoadedModels models,
    ExecutionTarget target,
    Console console) {
  /// Listens to a recording; its last words may come together with the first of the next one.
  void begin(NamedHearing named) {
    batch.attempt(named.hearing(), () -> hear(named));
  }

  /// Finds the words that wait for a next recording.
  void finish() {
    models.transcriber().finish();
  }

  private void hear(NamedHearing named) {
    var hearing = named.hearing();
    var notes = writer.notes(target);
    var recording = verb.recordings.open(hearing);
    var file = writer.resumeFile(named);
    try {
      var teller =
          verb.recordings.teller(
              hearing, recording, console, segments -> writer.show(hearing, segments));
      var heard = listen(recording, file, teller);
      var ending = new Ending(named, notes, heard, file, teller);
      RecordingTranscriber.of(models, teller.stages(), teller)
          .begin(recording, heard, verb.text.thresholds(), new WordLog(file), ending);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private HeardRecording listen(Recording recording, ResumeFile file, CourseTeller teller) {
    if (models.pipeline().isPresent()) {
      var log = new ListeningLog(file);
      return verb.recordings.diarize(models.pipeline().get(), recording, log, teller, console);
    }
    var channel = verb.recordings.channel();
    var heard = models.finder().find(recording, channel, teller.finding());
    RecordingOptions.tell(heard, console);
    return heard;
  }

  /// What is done when all words of a recording are known, or none will be.
  private final class Ending implements RecordingTranscriber.Outcome {
    private final NamedHearing named;
    private final RunNotes notes;
    private final HeardRecording heard;
    private final ResumeFile file;
    private final CourseTeller teller;

    private Ending(
        NamedHearing named,
        RunNotes notes,
        HeardRecording heard,
        ResumeFile file,
        CourseTeller teller) {
      this.named = named;
      this.notes = notes;
      this.heard = heard;
      this.file = file;
      this.teller = teller;
    }

    @Override
    public void done(Transcript transcript) {
      teller.finish();
      batch.attempt(
          named.hearing(),
          () -> {
            writer.write(named, heard, transcript, notes.record(teller.stages(), transcript));
            file.done();
          });
      file.close();
    }

    @Override
    public void failed(ToolException failure) {
      teller.finish();
      file.close();
      batch.failed(named.hearing(), failure);
    }
  }

  void close() {
    models.close();
  }
}
