package voxcrate.engine.alignment;

import java.util.OptionalDouble;

/// One word of a text, and when it is said.
///
/// @param text as it is written, with a blank before it where one belongs there, so that words put
///     together make the text
/// @param startSeconds on the recording's time line
/// @param endSeconds not before the start
/// @param confidence mean probability of what the word was recognised by, from 0 to 1; empty where
///     its times are estimated
public record Word(String text, double startSeconds, double endSeconds, OptionalDouble confidence) {
  /// The word without the blank.
  public String spelling() {
    return text.strip();
  }

  public double seconds() {
    return endSeconds - startSeconds;
  }

  Word from(double seconds) {
    return new Word(text, seconds, endSeconds, confidence);
  }

  Word until(double seconds) {
    return new Word(text, startSeconds, seconds, confidence);
  }
}
