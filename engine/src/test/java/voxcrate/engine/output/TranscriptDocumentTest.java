package voxcrate.engine.output;

import static org.assertj.core.api.Assertions.assertThat;
import static voxcrate.engine.testing.Spoken.segment;
import static voxcrate.engine.testing.Spoken.transcript;
import static voxcrate.engine.testing.Spoken.word;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.Digest;
import voxcrate.engine.alignment.Word;
import voxcrate.engine.audio.ChannelChoice;
import voxcrate.engine.audio.HeardFile;
import voxcrate.engine.audio.TimeRange;
import voxcrate.engine.diarization.Diarization;
import voxcrate.engine.diarization.HeardRecording;
import voxcrate.engine.diarization.Speaker;
import voxcrate.engine.diarization.Turn;
import voxcrate.engine.output.RunRecord.UsedModel;
import voxcrate.engine.speech.SpeechScores;
import voxcrate.engine.testing.JsonSchema;
import voxcrate.engine.transcript.SpeakerAssigner;
import voxcrate.engine.transcript.Transcript;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;

final class TranscriptDocumentTest {
  private static final List<ChannelChoice> MEAN = List.of(new ChannelChoice.Average());
  private static final Json.Obj NAMED = Json.object().put("recording", "a.wav").build();
  private static final Diarization TURNS =
      new Diarization(
          9,
          List.of(new Turn(0, 2, new Speaker(0)), new Turn(0.9, 3, new Speaker(1))),
          List.of(new Turn(0, 2, new Speaker(0)), new Turn(2, 3, new Speaker(1))),
          SpeechScores.NONE);
  private static final RunRecord RUN =
      new RunRecord(
          "voxcrate 0.1.0",
          Instant.parse("2026-11-22T00:00:00Z"),
          "cpu",
          2,
          List.of(
              new UsedModel(
                  "transcription",
                  "openai/whisper-tiny",
                  Optional.of("0".repeat(40)),
                  Map.of("encoder.onnx", Digest.of("x")))),
          Map.of("beam_size", Json.of(5)),
          Map.of("transcription", 1.23456),
          Map.of("transcription", "cuda:0"));

  @TempDir Path folder;

  @Test
  void a_document_follows_the_published_schema() throws IOException {
    var written = written(about(), spoken());

    assertThat(JsonSchema.findings(schema(), written)).isEmpty();
    assertThat(JsonSchema.findings(schema(), written(NAMED, transcript()))).isEmpty();
  }

  @Test
  void the_schema_refuses_what_is_wrong() throws IOException {
    var wrong = Json.object();
    written(NAMED, transcript()).members().entrySet().stream()
        .filter(member -> !member.getKey().equals("language"))
        .forEach(member -> wrong.put(member.getKey(), member.getValue()));
    wrong.put("turns", Json.of(List.of(Json.object().put("start", -1).put("end", 1).build())));

    assertThat(JsonSchema.findings(schema(), wrong.build()))
        .hasSize(3)
        .anyMatch(finding -> finding.contains(": required"))
        .anyMatch(finding -> finding.startsWith("/turns/0: required"))
        .anyMatch(finding -> finding.startsWith("/turns/0/start: minimum"));
  }

  @Test
  void segments_are_those_of_whisperx() {
    var segment = TranscriptDocument.of(NAMED, spoken(), RUN).objects("segments").getFirst();

    assertThat(segment.text("text")).isEqualTo("Oh well.");
    assertThat(segment.text("speaker")).isEqualTo("SPEAKER_00");
    assertThat(segment.decimal("start")).isEqualTo(0.5);
    assertThat(segment.decimal("end")).isEqualTo(1.667);
    assertThat(segment.decimal("avg_logprob")).isEqualTo(-0.25);
    var words = segment.objects("words");
    assertThat(words.stream().map(word -> word.text("word"))).containsExactly("Oh", "well.");
    assertThat(words.getFirst().members())
        .containsOnlyKeys("word", "start", "end", "score", "speaker");
    assertThat(words.getLast().decimal("score")).isEqualTo(0.9);
    assertThat(words.getLast().array("overlap")).containsExactly(Json.of("SPEAKER_01"));
  }

  @Test
  void word_segments_are_all_words() {
    var document = TranscriptDocument.of(NAMED, spoken(), RUN);
    var words = new ArrayList<Json.Obj>();
    document.objects("segments").forEach(segment -> words.addAll(segment.objects("words")));

    assertThat(document.objects("word_segments")).isEqualTo(words).hasSize(4);
  }

  @Test
  void estimated_times_have_no_score() {
    var estimated = new Word(" um", 1, 2, OptionalDouble.empty());

    var document = TranscriptDocument.of(NAMED, transcript(segment(estimated)), RUN);

    assertThat(document.objects("word_segments").getFirst().members())
        .containsOnlyKeys("word", "start", "end");
  }

  @Test
  void unknown_speakers_are_named_so_where_others_are_known() {
    var document = TranscriptDocument.of(NAMED, spoken(), RUN);

    assertThat(document.objects("segments").getLast().text("speaker")).isEqualTo("UNKNOWN");
  }

  @Test
  void the_run_is_recorded() {
    var run = TranscriptDocument.of(NAMED, transcript(), RUN).object("run");

    assertThat(run.objects("models").getFirst().object("files").text("encoder.onnx"))
        .isEqualTo(Digest.of("x").hex());
    assertThat(run.object("parameters").integer("beam_size")).isEqualTo(5);
    assertThat(run.object("stageSeconds").decimal("transcription")).isEqualTo(1.235);
    assertThat(run.object("stageDevices").text("transcription")).isEqualTo("cuda:0");
  }

  private static Transcript spoken() {
    var segments =
        List.of(
            segment(word(" Oh", 0.5, 0.8), word(" well.", 1, 1.66666)),
            segment(word(" Yes?", 2.1, 2.5)),
            segment(word(" Hm.", 8, 8.5)));
    return new Transcript("en", 9, new SpeakerAssigner(TURNS).assign(segments));
  }

  private static Json.Obj about() {
    var file = new HeardFile(Path.of("a.wav"), 0, 9, Optional.empty());
    var heard = new HeardRecording(TURNS, TimeRange.WHOLE, MEAN, List.of(file), 0, List.of());
    return TurnDocument.of("a", "org/pipeline", heard);
  }

  private Json.Obj written(Json.Obj about, Transcript transcript) throws IOException {
    new OutputFolder(folder, true)
        .write(
            "a",
            TranscriptDocument.TYPE,
            TranscriptDocument.of(about, transcript, RUN),
            Map.of("txt", TranscriptText.lines(transcript)));
    return JsonReader.readObject(Files.readAllBytes(folder.resolve("a.json")));
  }

  private static Json.Obj schema() throws IOException {
    var file = Path.of(System.getProperty("voxcrate.source"), "docs", "transcript.schema.json");
    return JsonReader.readObject(Files.readAllBytes(file));
  }
}
