package voxcrate.engine.diarization;

/// What is done with a recording, in this order; the first three overlap in time.
public enum Stage {
  /// Decoding, mixing and resampling.
  READING,
  /// Who speaks in each chunk, as local speakers.
  SEGMENTATION,
  /// What the local speakers sound like.
  VOICES,
  /// Which of them are the same person.
  CLUSTERING,
  /// Turns of the whole recording.
  RECONSTRUCTION
}
