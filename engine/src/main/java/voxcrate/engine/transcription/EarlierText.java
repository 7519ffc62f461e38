package voxcrate.engine.transcription;

import java.util.List;

/// What a window said, as far as windows behind it depend on it.
///
/// @param tokens times among them where they were asked for
/// @param temperature that they were found at
public record EarlierText(String language, List<Integer> tokens, double temperature) {
  public EarlierText {
    tokens = List.copyOf(tokens);
  }
}
