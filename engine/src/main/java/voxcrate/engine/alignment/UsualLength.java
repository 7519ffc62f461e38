package voxcrate.engine.alignment;

import java.util.ArrayList;
import java.util.List;

/// How long the words of a window usually are, and what follows for those that seem longer:
/// attention holds on to the last word through a pause. The rules and their numbers are those of
/// OpenAI's `timing.py`.
record UsualLength(double medianSeconds) {
  /// Slow speakers do not make pauses words.
  private static final double LARGEST_MEDIAN_SECONDS = 0.7;

  /// What the segment's own timestamps may differ by before they are believed.
  private static final double TRUST_SECONDS = 0.5;

  static UsualLength of(List<TokenTiming> words) {
    var lengths =
        words.stream().mapToDouble(TokenTiming::seconds).filter(length -> length != 0).sorted();
    var sorted = lengths.toArray();
    int half = sorted.length / 2;
    double median =
        sorted.length == 0
            ? 0
            : sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return new UsualLength(Math.min(LARGEST_MEDIAN_SECONDS, median));
  }

  private double largestSeconds() {
    return 2 * medianSeconds;
  }

  /// Shortens a mark at the end of a sentence, or the word behind it, where it is too long.
  List<TokenTiming> cutAtSentenceEnds(List<TokenTiming> words) {
    var cut = new ArrayList<>(words);
    for (int i = 1; i < cut.size(); i++) {
      var word = cut.get(i);
      if (medianSeconds > 0 && word.seconds() > largestSeconds()) {
        if (Punctuation.endsSentence(word.text())) {
          cut.set(i, word.until(word.startSeconds() + largestSeconds()));
        } else if (Punctuation.endsSentence(cut.get(i - 1).text())) {
          cut.set(i, word.from(word.endSeconds() - largestSeconds()));
        }
      }
    }
    return cut;
  }

  /// Shortens the first two words after a pause, and brings first and last word together with the
  /// segment's own times: those of the segment win where a word reaches far beyond them.
  ///
  /// @param words of the segment, at least one; times on the recording's time line
  /// @param lastSpeechSeconds when somebody last spoke before
  TimedText within(SpokenTokens segment, String text, List<Word> words, double lastSpeechSeconds) {
    var fitted = new ArrayList<>(words);
    cutAfterPause(fitted, lastSpeechSeconds);
    double start = fitStart(fitted, segment.startSeconds());
    double end = fitEnd(fitted, segment.endSeconds());
    return new TimedText(start, end, text, fitted);
  }

  private void cutAfterPause(List<Word> words, double lastSpeechSeconds) {
    var first = words.getFirst();
    boolean isTwo = words.size() > 1;
    boolean isLong =
        first.seconds() > largestSeconds()
            || (isTwo && words.get(1).endSeconds() - first.startSeconds() > 2 * largestSeconds());
    if (first.endSeconds() - lastSpeechSeconds <= 4 * medianSeconds || !isLong) {
      return;
    }
    if (isTwo && words.get(1).seconds() > largestSeconds()) {
      double end = words.get(1).endSeconds();
      double boundary = Math.max(end / 2, end - largestSeconds());
      first = first.until(boundary);
      words.set(1, words.get(1).from(boundary));
    }
    words.set(0, first.from(Math.max(0, first.endSeconds() - largestSeconds())));
  }

  private double fitStart(List<Word> words, double stated) {
    var first = words.getFirst();
    if (stated < first.endSeconds() && stated - TRUST_SECONDS > first.startSeconds()) {
      words.set(0, first.from(Math.max(0, Math.min(first.endSeconds() - medianSeconds, stated))));
      return stated;
    }
    return first.startSeconds();
  }

  private double fitEnd(List<Word> words, double stated) {
    var last = words.getLast();
    if (stated > last.startSeconds() && stated + TRUST_SECONDS < last.endSeconds()) {
      words.set(
          words.size() - 1, last.until(Math.max(last.startSeconds() + medianSeconds, stated)));
      return stated;
    }
    return last.endSeconds();
  }
}
