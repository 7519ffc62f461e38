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
import voxcrate.engine.diarization.HeardRecording;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.output.OutputFolder;
import voxcrate.engine.output.OutputFormat;
import voxcrate.engine.output.RunRecord;
import voxcrate.engine.output.TranscriptDocument;
import voxcrate.engine.output.TranscriptText;
import voxcrate.engine.output.TurnDocument;
import voxcrate.engine.resume.ResumeFile;
import voxcrate.engine.resume.WorkIdentity;
import voxcrate.engine.transcript.Segment;
import voxcrate.engine.transcript.Transcript;
import voxcrate.json.Json;
import voxcrate.json.JsonWriter;
import voxcrate.problem.ExitStatus;

/// Writes who said what in recordings, as workers find it out.
final class TranscriptWriter {
  private final Transcribe verb;
  private final TextModels installed;
  private final Console console;
  private final Set<OutputFormat> formats;
  private final Map<String, Json> parameters;
  private final OutputFolder output;
  private final List<Hearing> hearings;
  private final Batch batch;
  private @Nullable Hearing headed;

  TranscriptWriter(Transcribe verb, TextModels installed, List<Hearing> hearings, Console console) {
    this.verb = verb;
    this.installed = installed;
    this.console = console;
    this.hearings = hearings;
    this.parameters = verb.text.parameters(Settings.ofThisMachine());
    this.formats = EnumSet.copyOf(verb.files.formats());
    this.output = verb.files.output();
    this.batch = new Batch(hearings, console);
  }

  ExitStatus write() {
    boolean lacksTurns = verb.files.names(OutputFormat.RTTM) && !tellsSpeakersApart();
    if (lacksTurns) {
      console.warn("no RTTM is written: it tells who speaks, and nobody is told apart");
    }
    if (!tellsSpeakersApart()) {
      formats.remove(OutputFormat.RTTM);
    }
    var targets = verb.models.targetsFor(hearings.size());
    try (var workers = Workers.open(targets, this::worker, TranscriptWorker::close)) {
      workers.share(
          NamedHearing.of(hearings, output), TranscriptWorker::begin, TranscriptWorker::finish);
    }
    var status = batch.end();
    return lacksTurns && status == ExitStatus.DONE ? ExitStatus.INCOMPLETE : status;
  }

  private TranscriptWorker worker(ExecutionTarget target) {
    var options = verb.text.options(Settings.ofThisMachine());
    var models = installed.open(verb.models, options, target, console);
    return new TranscriptWorker(verb, this, batch, models, target, console);
  }

  private boolean tellsSpeakersApart() {
    return installed.pipeline().isPresent();
  }

  /// Begins the notes of a recording.
  ///
  /// @param target that its models run on
  RunNotes notes(ExecutionTarget target) {
    return new RunNotes(verb, installed, parameters, target);
  }

  /// Keeps what is found out of a recording until it is written.
  ResumeFile resumeFile(NamedHearing named) {
    return verb.resuming.file(
        verb.files.folder, named.name(), () -> identity(named.hearing()), console);
  }

  private Digest identity(Hearing hearing) {
    var choices =
        new ArrayList<>(
            installed.pipeline().map(verb.recordings::choices).orElseGet(verb.recordings::choices));
    parameters.forEach((name, value) -> choices.add(name + " " + JsonWriter.compact(value)));
    choices.addAll(installed.choices());
    return WorkIdentity.of(hearing.files(), verb.models.target(), choices);
  }

  /// Shows what is said as soon as it is known.
  synchronized void show(Hearing hearing, List<Segment> segments) {
    if (!segments.isEmpty()) {
      head(hearing);
    }
    segments.forEach(segment -> console.print(TranscriptText.shown(segment, tellsSpeakersApart())));
    console.flush();
  }

  /// Says which recording it is that the next lines are about.
  private void head(Hearing hearing) {
    if (!hearing.equals(headed)) {
      console.print(hearing.label());
      headed = hearing;
    }
  }

  synchronized void write(
      NamedHearing named, HeardRecording heard, Transcript transcript, RunRecord record) {
    var name = named.name();
    var content = new OutputFormat.Content(name, heard, transcript, verb.files.layout(), record);
    var document = TranscriptDocument.of(about(name, heard), transcript, record);
    output.write(name, TranscriptDocument.TYPE, document, texts(content));
    head(named.hearing());
    console.print("");
    console.say("wrote " + verb.files.folder.resolve(name) + extensions());
    batch.done(named.hearing(), document, heard.isWhole());
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
}
