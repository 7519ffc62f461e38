package voxcrate.engine.cli;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
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

/// Tells who said what in recordings, and writes it. Owns the loaded models.
final class TranscriptWriter implements AutoCloseable {
  private final Transcribe verb;
  private final TextModels installed;
  private final LoadedModels models;
  private final Console console;
  private final Set<OutputFormat> formats;
  private final Map<String, Json> parameters;

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
    var batch = new Batch();
    var status = batch.run(hearings, console, hearing -> write(hearing, output));
    console.result(batch.document());
    return lacksTurns && status == ExitStatus.DONE ? ExitStatus.INCOMPLETE : status;
  }

  private Batch.Step write(Hearing hearing, OutputFolder output) {
    var run = new RunNotes(verb, installed, parameters);
    var name = output.nameFor(hearing.files());
    var recording = verb.recordings.open(hearing);
    try (var file = resumeFile(hearing, name)) {
      console.print(hearing.label());
      var teller = verb.recordings.teller(hearing, recording, console, this::show);
      var heard = listen(recording, file, teller);
      var transcript = transcribe(recording, heard, file, teller);
      teller.finish();
      var record = run.record(teller.stages(), transcript);
      var content = new OutputFormat.Content(name, heard, transcript, verb.files.layout(), record);
      var document = TranscriptDocument.of(about(name, heard), transcript, record);
      output.write(name, TranscriptDocument.TYPE, document, texts(content));
      file.done();
      console.print("");
      console.say("wrote " + verb.files.folder.resolve(name) + extensions());
      return new Batch.Step(document, heard.isWhole());
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

  private Transcript transcribe(
      Recording recording, HeardRecording heard, ResumeFile file, CourseTeller teller) {
    var thresholds = verb.text.thresholds();
    return RecordingTranscriber.of(models, teller.stages(), teller)
        .transcribe(recording, heard, thresholds, new WordLog(file));
  }

  private void show(List<Segment> segments) {
    segments.forEach(
        segment -> console.print(TranscriptText.shown(segment, models.pipeline().isPresent())));
    console.flush();
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
