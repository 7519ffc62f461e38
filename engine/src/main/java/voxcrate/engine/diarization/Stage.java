package voxcrate.engine.diarization;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// What is done with a recording, in this order; the first three overlap in time, the last two take
/// turns.
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
  RECONSTRUCTION,
  /// What is said.
  TRANSCRIPTION,
  /// When each word is said.
  ALIGNMENT;

  /// Those that tell who spoke when.
  public static final Set<Stage> OF_DIARIZATION =
      Collections.unmodifiableSet(EnumSet.range(READING, RECONSTRUCTION));

  /// Those that a network does.
  public static final Set<Stage> OF_NETWORKS =
      Collections.unmodifiableSet(EnumSet.of(SEGMENTATION, VOICES, TRANSCRIPTION, ALIGNMENT));
}
