package voxcrate.engine.score;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The fewest words that have to be replaced, left out or put in to make one text of another: the
/// Levenshtein distance over words. Among the ways of the same length that with the most replaced
/// words is told. Time grows with the product of both lengths, memory with one of them.
final class WordAlignment {
  private final int[] reference;
  private final int[] found;

  private WordAlignment(int[] reference, int[] found) {
    this.reference = reference;
    this.found = found;
  }

  static WordErrors errors(List<String> reference, List<String> found) {
    var numbers = new HashMap<String, Integer>();
    return new WordAlignment(numbered(reference, numbers), numbered(found, numbers)).errors();
  }

  private static int[] numbered(List<String> words, Map<String, Integer> numbers) {
    return words.stream()
        .mapToInt(word -> numbers.computeIfAbsent(word, unknown -> numbers.size()))
        .toArray();
  }

  /// Row by row; cell `j` is about the reference so far and the first `j` words of what was found.
  private WordErrors errors() {
    var errors = new int[found.length + 1];
    var replaced = new int[found.length + 1];
    for (int j = 0; j <= found.length; j++) {
      errors[j] = j;
    }
    for (int word : reference) {
      advance(word, errors, replaced);
    }
    int distance = errors[found.length];
    int substitutions = replaced[found.length];
    // Insertions less deletions is what the found text is longer by.
    int deletions = (distance - substitutions - (found.length - reference.length)) / 2;
    return new WordErrors(
        reference.length, substitutions, deletions, distance - substitutions - deletions);
  }

  private void advance(int word, int[] errors, int[] replaced) {
    int diagonalErrors = errors[0];
    int diagonalReplaced = replaced[0];
    errors[0]++;
    for (int j = 1; j < errors.length; j++) {
      int differs = word == found[j - 1] ? 0 : 1;
      int best = diagonalErrors + differs;
      int most = diagonalReplaced + differs;
      for (int from = j - 1; from <= j; from++) {
        if (errors[from] + 1 < best || (errors[from] + 1 == best && replaced[from] > most)) {
          best = errors[from] + 1;
          most = replaced[from];
        }
      }
      diagonalErrors = errors[j];
      diagonalReplaced = replaced[j];
      errors[j] = best;
      replaced[j] = most;
    }
  }
}
