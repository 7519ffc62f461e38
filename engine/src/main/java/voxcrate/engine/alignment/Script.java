package voxcrate.engine.alignment;

import java.util.Set;

/// How a language parts its words.
public enum Script {
  /// By blanks.
  SPACED,
  /// Not at all: each character that people see counts as a word, as in WhisperX.
  UNSPACED;

  /// Those that Whisper splits by characters, and Khmer.
  private static final Set<String> WITHOUT_SPACES =
      Set.of("ja", "zh", "yue", "th", "lo", "my", "km");

  /// @param language code such as `en`
  public static Script of(String language) {
    return WITHOUT_SPACES.contains(language) ? UNSPACED : SPACED;
  }
}
