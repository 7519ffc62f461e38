package voxcrate.engine.alignment;

/// A word as the tokenizer splits the text into words: a few tokens in a row.
///
/// @param text as the tokens spell it, with the blank before it where there is one; a mark of
///     punctuation may be a word of its own
/// @param tokens how many
public record TokenGroup(String text, int tokens) {
  public TokenGroup {
    if (tokens < 1) {
      throw new IllegalArgumentException("a word of " + tokens + " tokens");
    }
  }
}
