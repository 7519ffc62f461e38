package voxcrate.engine.diarization;

import voxcrate.engine.testing.Npy;

/// Builds our types from arrays as pyannote.audio gives them.
final class Captures {
  private Captures() {}

  /// @param segmentations chunks × frames × local speakers, 0 or 1
  static SpeakerActivity activity(Npy segmentations) {
    int frames = segmentations.size(1);
    int speakers = segmentations.size(2);
    var values = segmentations.values();
    var activity = new SpeakerActivity(speakers);
    for (int chunk = 0; chunk < segmentations.size(0); chunk++) {
      var sets = new byte[frames];
      for (int i = 0; i < frames * speakers; i++) {
        if (values[chunk * frames * speakers + i] > 0.5) {
          sets[i / speakers] |= (byte) (1 << i % speakers);
        }
      }
      activity.add(sets);
    }
    return activity;
  }

  /// @param embeddings chunks × local speakers × dimension, any value where nobody is active
  static SpeakerEmbeddings embeddings(Npy embeddings, SpeakerActivity activity) {
    int dimension = embeddings.size(2);
    var slots = new SpeakerEmbeddings();
    for (int chunk = 0; chunk < activity.chunks(); chunk++) {
      for (int speaker = 0; speaker < activity.localSpeakers(); speaker++) {
        if (activity.isActive(chunk, speaker)) {
          int from = (chunk * activity.localSpeakers() + speaker) * dimension;
          slots.add(chunk, speaker, embeddings.floats(from, dimension));
        }
      }
    }
    return slots;
  }
}
