package voxcrate.engine.alignment;

import java.util.List;

/// A text whose words have times: a sentence, or a segment of the transcription.
///
/// @param text without blanks around it
public record TimedText(double startSeconds, double endSeconds, String text, List<Word> words) {
  public TimedText {
    words = List.copyOf(words);
  }

  /// From the first word to the last.
  static TimedText of(String text, List<Word> words) {
    double start = words.stream().mapToDouble(Word::startSeconds).min().orElse(0);
    double end = words.stream().mapToDouble(Word::endSeconds).max().orElse(start);
    return new TimedText(start, end, text, words);
  }

  /// Whether the words' times were found, not estimated.
  public boolean isAligned() {
    return !words.isEmpty() && words.stream().allMatch(word -> word.confidence().isPresent());
  }
}
