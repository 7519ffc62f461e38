package voxcrate.engine.transcription;

/// Which language is spoken.
public sealed interface LanguageChoice {
  /// @param code such as `en`
  record Stated(String code) implements LanguageChoice {}

  /// The one that is heard in the first window, for all.
  record OfFirstWindow() implements LanguageChoice {}

  /// In each window the one that is heard there.
  record OfEachWindow() implements LanguageChoice {}
}
