package voxcrate.engine.diarization;

import java.util.List;
import voxcrate.engine.diarization.SpeakerEmbeddings.Slot;

/// What the networks heard in a passage.
///
/// @param firstChunk of the whole recording, counted from 0
/// @param active for each chunk the sets of active local speakers by frame
/// @param voices of the active local speakers, in order of chunk, then speaker; none where they
///     were not asked for
record HeardPassage(int firstChunk, List<byte[]> active, List<Slot> voices) {
  HeardPassage {
    active = List.copyOf(active);
    voices = List.copyOf(voices);
  }

  /// The chunk after the last one.
  int endChunk() {
    return firstChunk + active.size();
  }
}
