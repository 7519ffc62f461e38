package voxcrate.engine.transcription;

/// What is written of what is said.
public enum Task {
  /// The same, in its own language.
  TRANSCRIBE,

  /// In English.
  TRANSLATE
}
