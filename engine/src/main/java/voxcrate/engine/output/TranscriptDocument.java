package voxcrate.engine.output;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import voxcrate.engine.diarization.Speaker;
import voxcrate.engine.transcript.Segment;
import voxcrate.engine.transcript.SpokenWord;
import voxcrate.engine.transcript.Transcript;
import voxcrate.json.Json;

/// A transcript as JSON: what programs for WhisperX read (`segments`, `word_segments`, `language`),
/// and more. Its form is published in `docs/transcript.schema.json`.
public final class TranscriptDocument {
  /// First member of the file, beside `files`, both put there by [OutputFolder].
  public static final String TYPE = "voxcrate-transcript/1";

  private static final int TIME_DECIMALS = 3;
  private static final int LOGARITHM_DECIMALS = 6;

  private TranscriptDocument() {}

  /// @param about members that come first: what is known of the recording and its turns, as
  ///     [TurnDocument] has it, or its name as `recording`
  public static Json.Obj of(Json.Obj about, Transcript transcript, RunRecord run) {
    var names = SpeakerNames.of(transcript);
    var document = Json.object();
    about.members().forEach(document::put);
    return document
        .put("language", transcript.language())
        .put(
            "segments",
            transcript.segments().stream()
                .map(segment -> segment(segment, names))
                .collect(Json.toArray()))
        .put("word_segments", words(words(transcript), names))
        .put("run", run.json())
        .build();
  }

  private static List<SpokenWord> words(Transcript transcript) {
    return transcript.segments().stream().flatMap(segment -> segment.words().stream()).toList();
  }

  private static Json segment(Segment segment, SpeakerNames names) {
    return Json.object()
        .put("start", decimal(segment.startSeconds(), TIME_DECIMALS))
        .put("end", decimal(segment.endSeconds(), TIME_DECIMALS))
        .put("text", segment.text())
        .put("language", segment.language())
        .putIfPresent("speaker", names.label(segment.speaker()).map(Json::of))
        .put("avg_logprob", decimal(segment.averageLogProbability(), LOGARITHM_DECIMALS))
        .put("no_speech_prob", decimal(segment.noSpeechProbability(), LOGARITHM_DECIMALS))
        .put("words", words(segment.words(), names))
        .build();
  }

  private static Json words(List<SpokenWord> words, SpeakerNames names) {
    return words.stream().map(word -> word(word, names)).collect(Json.toArray());
  }

  private static Json word(SpokenWord spoken, SpeakerNames names) {
    var word = spoken.word();
    var json =
        Json.object()
            .put("word", word.spelling())
            .put("start", decimal(word.startSeconds(), TIME_DECIMALS))
            .put("end", decimal(word.endSeconds(), TIME_DECIMALS));
    word.confidence().ifPresent(score -> json.put("score", decimal(score, TIME_DECIMALS)));
    json.putIfPresent("speaker", names.label(spoken.speaker()).map(Json::of));
    if (!spoken.others().isEmpty()) {
      json.put("overlap", Json.strings(spoken.others().stream().map(Speaker::label).toList()));
    }
    return json.build();
  }

  private static Json decimal(double number, int decimals) {
    return new Json.Num(BigDecimal.valueOf(number).setScale(decimals, RoundingMode.HALF_EVEN));
  }
}
