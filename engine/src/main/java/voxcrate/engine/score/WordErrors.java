package voxcrate.engine.score;

/// How the words of a transcript differ from those of its reference.
///
/// @param words words of the reference
/// @param substitutions words with another in their place
/// @param deletions words that are missing
/// @param insertions words that are not in the reference
public record WordErrors(long words, long substitutions, long deletions, long insertions) {
  public static final WordErrors NONE = new WordErrors(0, 0, 0, 0);

  /// @param reference what was said
  /// @param found what was written down
  public static WordErrors between(String reference, String found) {
    return WordAlignment.errors(SpokenWords.of(reference), SpokenWords.of(found));
  }

  public long errors() {
    return substitutions + deletions + insertions;
  }

  /// The word error rate: all errors for each word of the reference; it can be more than 1. Without
  /// any word in the reference it is 0, or infinite when words were found all the same.
  public double rate() {
    return errors() == 0 ? 0 : errors() / (double) words;
  }

  public WordErrors plus(WordErrors other) {
    return new WordErrors(
        words + other.words,
        substitutions + other.substitutions,
        deletions + other.deletions,
        insertions + other.insertions);
  }
}
