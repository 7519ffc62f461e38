package voxcrate.engine.diarization;

import java.util.Arrays;

/// How many people speak at once, frame by frame of the whole recording.
final class SpeakerCounts {
  private final byte[] counts;

  private SpeakerCounts(byte[] counts) {
    this.counts = counts;
  }

  /// The mean over the chunks that cover a frame, rounded half to even.
  static SpeakerCounts perFrame(SpeakerActivity activity, FrameGrid grid) {
    int frames = grid.frames(activity.chunks());
    var sums = new int[frames];
    var covering = new int[frames];
    for (int chunk = 0; chunk < activity.chunks(); chunk++) {
      int frame = grid.firstFrame(chunk);
      for (byte active : activity.chunk(chunk)) {
        sums[frame] += SpeakerActivity.size(active);
        covering[frame]++;
        frame++;
      }
    }
    var counts = new byte[frames];
    for (int frame = 0; frame < frames; frame++) {
      counts[frame] = (byte) Math.rint(sums[frame] / (double) Math.max(1, covering[frame]));
    }
    return new SpeakerCounts(counts);
  }

  /// Never more than `most` at once.
  SpeakerCounts cappedAt(int most) {
    var capped = counts.clone();
    for (int frame = 0; frame < capped.length; frame++) {
      capped[frame] = (byte) Math.min(capped[frame], most);
    }
    return new SpeakerCounts(capped);
  }

  int frames() {
    return counts.length;
  }

  int at(int frame) {
    return counts[frame];
  }

  int largest() {
    int largest = 0;
    for (byte count : counts) {
      largest = Math.max(largest, count);
    }
    return largest;
  }

  boolean allZero() {
    return Arrays.equals(counts, new byte[counts.length]);
  }
}
