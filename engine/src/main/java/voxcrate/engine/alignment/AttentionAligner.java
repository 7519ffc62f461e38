package voxcrate.engine.alignment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/// Finds the times of words by what the transcription model looks at while it says them: needs no
/// model more, and works in each language. The rules are those of OpenAI's `timing.py`.
public final class AttentionAligner {
  private AttentionAligner() {}

  /// @param segments of the window, in order; together they have as many tokens as the window has
  ///     probabilities
  /// @return the segments with words; their times are brought together with the words'
  public static List<TimedText> align(AttendedWindow window, List<SpokenTokens> segments) {
    int tokens = segments.stream().mapToInt(SpokenTokens::tokens).sum();
    if (tokens != window.probabilities().size()) {
      throw new IllegalArgumentException(
          "segments of " + tokens + " tokens, probabilities of " + window.probabilities().size());
    }
    var words = words(window, segments.stream().flatMap(s -> s.words().stream()).toList());
    var usual = UsualLength.of(words);
    return segments(window, segments, Punctuation.merge(usual.cutAtSentenceEnds(words)), usual);
  }

  private static List<TokenTiming> words(AttendedWindow window, List<TokenGroup> groups) {
    var map = AttentionMap.of(window.scores(), window.usedPositions()); // tokens × positions
    // What is looked at for a token shows where the one before it is said; the last is no text.
    var text = Arrays.copyOfRange(map, window.promptTokens(), map.length - 1);
    var entries = Dtw.entries(text);
    var words = new ArrayList<TokenTiming>(groups.size());
    int token = 0;
    for (var group : groups) {
      int next = token + group.tokens();
      words.add(
          new TokenTiming(
              group.text(),
              group.tokens(),
              entries[token] * window.secondsPerPosition(),
              entries[next] * window.secondsPerPosition(),
              mean(window.probabilities().subList(token, next))));
      token = next;
    }
    return words;
  }

  private static double mean(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  /// A word belongs to the segment that its first token belongs to.
  private static List<TimedText> segments(
      AttendedWindow window,
      List<SpokenTokens> segments,
      List<TokenTiming> words,
      UsualLength usual) {
    var texts = new ArrayList<TimedText>(segments.size());
    double lastSpeech = window.lastSpeechSeconds();
    int next = 0;
    for (var segment : segments) {
      var own = new ArrayList<Word>();
      for (int tokens = 0; next < words.size() && tokens < segment.tokens(); next++) {
        tokens += words.get(next).tokens();
        if (!words.get(next).text().isEmpty()) {
          own.add(word(window, words.get(next)));
        }
      }
      var text = text(segment);
      if (own.isEmpty()) {
        texts.add(new TimedText(segment.startSeconds(), segment.endSeconds(), text, own));
      } else {
        texts.add(usual.within(segment, text, own, lastSpeech));
        lastSpeech = texts.getLast().endSeconds();
      }
    }
    return texts;
  }

  private static String text(SpokenTokens segment) {
    var text = new StringBuilder();
    segment.words().forEach(group -> text.append(group.text()));
    return text.toString().strip();
  }

  private static Word word(AttendedWindow window, TokenTiming timing) {
    return new Word(
        timing.text(),
        hundredths(window.startSeconds() + timing.startSeconds()),
        hundredths(window.startSeconds() + timing.endSeconds()),
        OptionalDouble.of(timing.probability()));
  }

  /// The positions are coarser; the rules about length begin with rounded times.
  private static double hundredths(double seconds) {
    return Math.rint(seconds * 100) / 100;
  }
}
