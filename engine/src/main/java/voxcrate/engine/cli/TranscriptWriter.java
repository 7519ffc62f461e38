package voxcrate.engine.cli;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import voxcrate.bundle.Digest;
import voxcrate.cli.Console;
import voxcrate.engine.audio.Recording;
import voxcrate.engine.diarization.DiarizationPipeline;
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
import voxcrate.engine.transcription.Transcriber;
import voxcrate.engine.words.Aligners;
import voxcrate.engine.words.RecordingTranscriber;
import voxcrate.engine.words.SpeechChannel;
import voxcrate.engine.words.SpeechFinder;
import voxcrate.engine.words.WordLog;
import voxcrate.json.Json;
import voxcrate.json.JsonWriter;
import voxcrate.problem.ExitStatus;

/// Tells who said what in recordings, and writes it. Owns the loaded models.
final class TranscriptWriter implements AutoCloseable {
  private final Transcribe verb;
  private final TextModels models;
  private final Console console;
  private final Optional<DiarizationPipeline> pipeline;
  private final Transcriber transcriber;
  private final Aligners aligners;
  private final SpeechFinder finder;
  private final Set<OutputFormat> formats;

  private TranscriptWriter(
      Transcribe verb,
      TextModels models,
      Console console,
      Optional<DiarizationPipeline> pipeline,
      Transcriber transcriber,
      Aligners aligners,
      SpeechFinder finder) {
    this.verb = verb;
    this.models = models;
    this.console = console;
    this.pipeline = pipeline;
    this.transcriber = transcriber;
    this.aligners = aligners;
    this.finder = finder;
    this.formats = EnumSet.copyOf(verb.files.formats());
  }

  /// Loads the models that are surely needed.
  static TranscriptWriter open(Transcribe verb, TextModels models, Console console) {
    var target = verb.models.target();
    var options =
        verb.text.options(Settings.ofThisMachine(), language -> models.aligner(language).isEmpty());
    var pipeline = models.pipeline().map(parts -> verb.models.open(parts, console));
    try {
      var transcriber = Transcriber.open(models.transcription(), options, target);
      int sampleRate = transcriber.sampleRate();
      return new TranscriptWriter(
          verb,
          models,
          console,
          pipeline,
          transcriber,
          new Aligners(models::aligner, sampleRate, target),
          SpeechFinder.open(models.voiceActivity(), sampleRate, target));
    } catch (RuntimeException e) {
      pipeline.ifPresent(DiarizationPipeline::close);
      throw e;
    }
  }

  ExitStatus write(List<Hearing> hearings) {
    boolean lacksTurns = formats.contains(OutputFormat.RTTM) && pipeline.isEmpty();
    if (lacksTurns) {
      console.warn("no RTTM is written: it tells who speaks, and nobody is told apart");
      formats.remove(OutputFormat.RTTM);
    }
    var output = verb.files.output();
    var batch = new Batch();
    var status = batch.run(hearings, console, hearing -> write(hearing, output));
    console.result(batch.document());
    return lacksTurns && status == ExitStatus.DONE ? ExitStatus.INCOMPLETE : status;
  }

  private Batch.Step write(Hearing hearing, OutputFolder output) {
    var run = new RunNotes(verb, models);
    var name = output.nameFor(hearing.files());
    var recording = verb.recordings.open(hearing);
    try (var file = resumeFile(hearing, name)) {
      console.print(hearing.label());
      var teller = verb.recordings.teller(hearing, recording, console, this::show);
      var heard = listen(hearing, recording, file, teller);
      var transcript = transcribe(recording, heard, file, teller);
      teller.finish();
      var record = run.record(teller.stages(), aligners.used());
      var content = new OutputFormat.Content(name, heard, transcript, verb.files.layout(), record);
      var document = TranscriptDocument.of(about(name, heard), transcript, record);
      output.write(name, TranscriptDocument.TYPE, document, texts(content));
      file.done();
      console.print("");
      console.say("wrote " + verb.files.folder.resolve(name) + extensions());
      return new Batch.Step(document, heard.isWhole());
    }
  }

  private HeardRecording listen(
      Hearing hearing, Recording recording, ResumeFile file, CourseTeller teller) {
    if (pipeline.isPresent()) {
      var course = teller.course(new ListeningLog(file));
      return verb.recordings.diarize(pipeline.get(), hearing, recording, course, console);
    }
    var channel = verb.recordings.channel();
    var heard = finder.find(recording, channel, teller.finding());
    RecordingOptions.tell(heard, console);
    return heard;
  }

  private Transcript transcribe(
      Recording recording, HeardRecording heard, ResumeFile file, CourseTeller teller) {
    var channels = SpeechChannel.of(heard, verb.text.thresholds(), transcriber.windowSeconds());
    return new RecordingTranscriber(transcriber, aligners, teller.stages(), teller)
        .transcribe(recording, heard.diarization().seconds(), channels, new WordLog(file));
  }

  private void show(List<Segment> segments) {
    segments.forEach(segment -> console.print(TranscriptText.shown(segment, pipeline.isPresent())));
    console.flush();
  }

  private Json.Obj about(String name, HeardRecording heard) {
    return models
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
            models.pipeline().map(verb.recordings::choices).orElseGet(verb.recordings::choices));
    verb.text
        .parameters(Settings.ofThisMachine())
        .forEach((name, value) -> choices.add(name + " " + JsonWriter.compact(value)));
    choices.addAll(models.choices());
    return WorkIdentity.of(hearing.files(), verb.models.target(), choices);
  }

  @Override
  public void close() {
    finder.close();
    aligners.close();
    transcriber.close();
    pipeline.ifPresent(DiarizationPipeline::close);
  }
}
