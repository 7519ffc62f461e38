package voxcrate.engine.diarization;

/// Which frames of a chunk an embedding is made from, for one local speaker.
final class SpeakerMask {
  private SpeakerMask() {}

  /// @param active sets of active local speakers by frame
  /// @param minFrames with so many clean frames or fewer, all of the speaker's frames are used
  /// @param excludeOverlap prefer frames where nobody else speaks
  /// @param length frames of the mask that is given back, by nearest neighbour
  static float[] of(byte[] active, int speaker, boolean excludeOverlap, int minFrames, int length) {
    var chosen = frames(active, speaker, excludeOverlap);
    if (excludeOverlap && count(chosen) <= minFrames) {
      chosen = frames(active, speaker, false);
    }
    var mask = new float[length];
    for (int i = 0; i < length; i++) {
      mask[i] = chosen[(int) ((long) i * active.length / length)] ? 1 : 0;
    }
    return mask;
  }

  private static boolean[] frames(byte[] active, int speaker, boolean alone) {
    var chosen = new boolean[active.length];
    for (int frame = 0; frame < active.length; frame++) {
      chosen[frame] =
          SpeakerActivity.isIn(active[frame], speaker)
              && !(alone && SpeakerActivity.size(active[frame]) > 1);
    }
    return chosen;
  }

  private static int count(boolean[] chosen) {
    int count = 0;
    for (boolean is : chosen) {
      count += is ? 1 : 0;
    }
    return count;
  }
}
