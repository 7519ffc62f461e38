package voxcrate.engine.transcript;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import voxcrate.engine.diarization.Speaker;

/// A single word that seems to be another speaker's, inside a sentence: mostly an edge between
/// turns that lies some frames off.
///
/// Where one speaker says more than half of a sentence's words, a single word of somebody else, or
/// of nobody, between words of others or at the sentence's edge, becomes theirs. It stays where a
/// pause stands on each side that has a neighbour: then it is something thrown in.
final class Flicker {
  /// Between words that are said in one breath there is less.
  private static final double PAUSE_SECONDS = 0.3;

  private Flicker() {}

  /// @param words of one sentence
  static List<SpokenWord> smoothed(List<SpokenWord> words) {
    var most = majority(words);
    if (most.isEmpty()) {
      return words;
    }
    var smoothed = new ArrayList<SpokenWord>(words.size());
    for (int i = 0; i < words.size(); i++) {
      boolean flips = !words.get(i).speaker().equals(most) && isSingle(words, i);
      smoothed.add(flips && !standsAlone(words, i) ? words.get(i).by(most) : words.get(i));
    }
    return smoothed;
  }

  private static Optional<Speaker> majority(List<SpokenWord> words) {
    var counts = new HashMap<Speaker, Integer>();
    words.forEach(word -> word.speaker().ifPresent(by -> counts.merge(by, 1, Integer::sum)));
    return counts.entrySet().stream()
        .filter(count -> 2 * count.getValue() > words.size())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static boolean isSingle(List<SpokenWord> words, int i) {
    var speaker = words.get(i).speaker();
    return (i == 0 || !words.get(i - 1).speaker().equals(speaker))
        && (i == words.size() - 1 || !words.get(i + 1).speaker().equals(speaker));
  }

  private static boolean standsAlone(List<SpokenWord> words, int i) {
    return (i == 0 || pause(words, i - 1) >= PAUSE_SECONDS)
        && (i == words.size() - 1 || pause(words, i) >= PAUSE_SECONDS);
  }

  /// Between a word and the next one.
  private static double pause(List<SpokenWord> words, int i) {
    return words.get(i + 1).word().startSeconds() - words.get(i).word().endSeconds();
  }
}
