package voxcrate.engine.alignment;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

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

  /// The same sentence by sentence; as it is where it has no words.
  ///
  /// @param language code such as `en`
  public List<TimedText> sentences(String language) {
    if (words.isEmpty()) {
      return List.of(this);
    }
    var sentences = new ArrayList<TimedText>();
    int first = 0;
    for (int end : Sentences.ends(words.stream().map(Word::spelling).toList(), language)) {
      var own = words.subList(first, end);
      sentences.add(of(own.stream().map(Word::text).collect(Collectors.joining()).strip(), own));
      first = end;
    }
    return sentences;
  }

  /// Whether the words' times were found, not estimated.
  public boolean isAligned() {
    return !words.isEmpty() && words.stream().allMatch(word -> word.confidence().isPresent());
  }
}
