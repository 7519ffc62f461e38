package voxcrate.engine.cli;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.Digest;
import voxcrate.cli.Console;
import voxcrate.engine.audio.Recording;
import voxcrate.engine.diarization.HeardRecording;
import voxcrate.engine.diarization.ListeningLog;
import voxcrate.engine.output.OutputFolder;
import voxcrate.engine.output.OutputFormat;
import voxcrate.engine.output.TranscriptDocument;
import voxcrate.engine.output.TranscriptText;
import voxcrate.engine.output.TurnDocument;
import voxcrate.engine.resume.ResumeFile;
import voxcrate.engine.resume.WorkIdentity;
import voxcrate.engine.transcript.Segment;
import voxcrate.engine.transcript.Transcript;
import voxcrate.engine.words.LoadedModels;
import voxcrate.engine.words.RecordingTranscriber;
import voxcrate.engine.words.WordLog;
import voxcrate.json.Json;
import voxcrate.json.JsonWriter;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.ToolException;

/// Tells who said what in recordings, and writes it. Owns the loaded models.
final class TranscriptWriter implements AutoCloseable {
  private final Transcribe verb;
  private final TextModels installed;
  private final LoadedModels models;
  private final Console console;
  private final Set<OutputFormat> formats;
  private final Map<String, Json> parameters;
  private @Nullable Hearing headed;

  private TranscriptWriter(
      Transcribe verb,
      TextModels installed,
      LoadedModels models,
      Console console,
      Map<String, Json> parameters) {
    this.verb = verb;
    this.installed = installed;
    this.models = models;
    this.console = console;
    this.parameters = parameters;
    this.formats = EnumSet.copyOf(verb.files.formats());
  }

  static TranscriptWriter open(Transcribe verb, TextModels installed, Console console) {
    var settings = Settings.ofThisMachine();
    var options = verb.text.options(settings);
    var parameters = verb.text.parameters(settings);
    var models = installed.open(verb.models, options, console);
    return new TranscriptWriter(verb, installed, models, console, parameters);
  }

  ExitStatus write(List<Hearing> hearings) {
    boolean lacksTurns = verb.files.names(OutputFormat.RTTM) && models.pipeline().isEmpty();
    if (lacksTurns) {
      console.warn("no RTTM is written: it tells who speaks, and nobody is told apart");
    }
    if (models.pipeline().isEmpty()) {
      formats.remove(OutputFormat.RTTM);
    }
    var output = verb.files.output();
    var batch = new Batch(hearings.size(), console);
    for (var hearing : hearings) {
      batch.attempt(hearing, () -> begin(hearing, output, batch));
    }
    models.transcriber().finish();
    var status = batch.end();
    return lacksTurns && status == ExitStatus.DONE ? ExitStatus.INCOMPLETE : status;
  }

  /// Listens to a recording; its last words may come together with the first of the next one.
  private void begin(Hearing hearing, OutputFolder output, Batch batch) {
    var notes = new RunNotes(verb, installed, parameters);
    var name = output.nameFor(hearing.files());
    var recording = verb.recordings.open(hearing);
    var file = resumeFile(hearing, name);
    try {
      var teller =
          verb.recordings.teller(hearing, recording, console, segments -> show(hearing, segments));
      var heard = listen(recording, file, teller);
      RecordingTranscriber.of(models, teller.stages(), teller)
          .begin(
              recording,
              heard,
              verb.text.thresholds(),
              new WordLog(file),
              new Words(hearing, name, notes, heard, file, teller, output, batch));
      teller.finish();
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /// What becomes of the words of a recording.
  private final class Words implements RecordingTranscriber.Outcome {
    private final Hearing hearing;
    private final String name;
    private final RunNotes notes;
    private final HeardRecording heard;
    private final ResumeFile file;
    private final CourseTeller teller;
    private final OutputFolder output;
    private final Batch batch;

    private Words(
        Hearing hearing,
        String name,
        RunNotes notes,
        HeardRecording heard,
        ResumeFile file,
        CourseTeller teller,
        OutputFolder output,
        Batch batch) {
      this.hearing = hearing;
      this.name = name;
      this.notes = notes;
      this.heard = heard;
      this.file = file;
      this.teller = teller;
      this.output = output;
      this.batch = batch;
    }

    @Override
    public void done(Transcript transcript) {
      teller.finish();
      batch.attempt(hearing, () -> write(transcript));
      file.close();
    }

    @Override
    public void failed(ToolException failure) {
      teller.finish();
      file.close();
      batch.failed(hearing, failure);
    }

    private void write(Transcript transcript) {
      var record = notes.record(teller.stages(), transcript);
      var content = new OutputFormat.Content(name, heard, transcript, verb.files.layout(), record);
      var document = TranscriptDocument.of(about(name, heard), transcript, record);
      output.write(name, TranscriptDocument.TYPE, document, texts(content));
      file.done();
      head(hearing);
      console.print("");
      console.say("wrote " + verb.files.folder.resolve(name) + extensions());
      batch.done(document, heard.isWhole());
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

  private void show(Hearing hearing, List<Segment> segments) {
    if (!segments.isEmpty()) {
      head(hearing);
    }
    segments.forEach(
        segment -> console.print(TranscriptText.shown(segment, models.pipeline().isPresent())));
    console.flush();
  }

  /// Says which recording it is that the next lines are about.
  private void head(Hearing hearing) {
    if (!hearing.equals(headed)) {
      console.print(hearing.label());
      headed = hearing;
    }
  }

  private Json.Obj about(String name, HeardRecording heard) {
    return installed
        .pipeline()
        .map(parts -> TurnDocument.of(name, parts.name(), heard))
        .orElseGet(() -> TurnDocument.about(name, heard));
  }

  private Map<String, String> texts(OutputFormat.Content content) {
    var texts = new TreeMap<String, String>();
    formats.stream()
        .filter(format -> format != OutputFormat.JSON)
        .forEach(format -> texts.put(format.extension(), format.text(content)));
    return texts;
  }

  private String extensions() {
    var all = formats.stream().map(OutputFormat::extension).collect(Collectors.joining(","));
    return formats.size() == 1 ? "." + all : ".{" + all + "}";
  }

  private ResumeFile resumeFile(Hearing hearing, String name) {
    return verb.resuming.file(verb.files.folder, name, () -> identity(hearing), console);
  }

  private Digest identity(Hearing hearing) {
    var choices =
        new ArrayList<>(
            installed.pipeline().map(verb.recordings::choices).orElseGet(verb.recordings::choices));
    parameters.forEach((name, value) -> choices.add(name + " " + JsonWriter.compact(value)));
    choices.addAll(installed.choices());
    return WorkIdentity.of(hearing.files(), verb.models.target(), choices);
  }

  @Override
  public void close() {
    models.close();
  }
}
