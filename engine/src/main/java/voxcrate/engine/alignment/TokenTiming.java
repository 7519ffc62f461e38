package voxcrate.engine.alignment;

/// A word with its times, while it still knows how many tokens it is made of.
///
/// @param text empty once it has joined a neighbour
/// @param startSeconds from the start of the window
/// @param probability mean of the tokens that the tokenizer made the word of
record TokenTiming(
    String text, int tokens, double startSeconds, double endSeconds, double probability) {
  double seconds() {
    return endSeconds - startSeconds;
  }

  TokenTiming from(double seconds) {
    return new TokenTiming(text, tokens, seconds, endSeconds, probability);
  }

  TokenTiming until(double seconds) {
    return new TokenTiming(text, tokens, startSeconds, seconds, probability);
  }

  /// The same word at the same time with other text.
  TokenTiming spelled(String spelling, int spelledTokens) {
    return new TokenTiming(spelling, spelledTokens, startSeconds, endSeconds, probability);
  }
}
