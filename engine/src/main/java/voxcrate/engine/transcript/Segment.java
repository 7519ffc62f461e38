package voxcrate.engine.transcript;

import java.util.List;
import java.util.Optional;
import voxcrate.engine.alignment.TimedText;
import voxcrate.engine.diarization.Speaker;

/// Words in a row by one speaker: a sentence, or what is left of it where speakers change.
///
/// @param text without blanks around it
/// @param words without any, just the segment's own times are known
/// @param speaker empty where nobody is known to speak, or speakers were not asked for
/// @param language code such as `en`
/// @param averageLogProbability of the tokens, natural logarithm
/// @param noSpeechProbability that the window holds no speech, by the transcription model
public record Segment(
    double startSeconds,
    double endSeconds,
    String text,
    List<SpokenWord> words,
    Optional<Speaker> speaker,
    String language,
    double averageLogProbability,
    double noSpeechProbability) {
  public Segment {
    words = List.copyOf(words);
  }

  /// A text whose speaker is not known yet.
  public static Segment of(
      TimedText timed, String language, double averageLogProbability, double noSpeechProbability) {
    return new Segment(
        timed.startSeconds(),
        timed.endSeconds(),
        timed.text(),
        timed.words().stream()
            .map(word -> new SpokenWord(word, Optional.empty(), List.of()))
            .toList(),
        Optional.empty(),
        language,
        averageLogProbability,
        noSpeechProbability);
  }

  /// The same segment said by somebody.
  Segment by(Optional<Speaker> other) {
    return new Segment(
        startSeconds,
        endSeconds,
        text,
        words,
        other,
        language,
        averageLogProbability,
        noSpeechProbability);
  }

  /// Some of the segment's words, as a segment of their speaker.
  Segment part(List<SpokenWord> some) {
    var spelled = new StringBuilder();
    some.forEach(word -> spelled.append(word.word().text()));
    return new Segment(
        some.getFirst().word().startSeconds(),
        some.getLast().word().endSeconds(),
        spelled.toString().strip(),
        some,
        some.getFirst().speaker(),
        language,
        averageLogProbability,
        noSpeechProbability);
  }

  /// Whether somebody else speaks during one of the words.
  public boolean isOverlapped() {
    return words.stream().anyMatch(word -> !word.others().isEmpty());
  }
}
