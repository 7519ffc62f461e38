package voxcrate.engine.diarization;

import java.util.Arrays;

/// In how many of the chunks that cover a frame each cluster is active. Holds only the frames of
/// one chunk: later ones have nothing yet, earlier ones are done with.
final class ClusterActivation {
  /// Frames of one chunk × clusters; frame `i` lies in row `i` modulo the number of rows.
  private final int[][] rows;

  ClusterActivation(int framesPerChunk, int clusters) {
    rows = new int[framesPerChunk][clusters];
  }

  /// Adds the chunk whose first frame is `firstFrame`. Two local speakers of one cluster count
  /// once.
  void add(SpeakerActivity activity, int chunk, ClusterAssignment clusters, int firstFrame) {
    var sets = activity.chunk(chunk);
    for (int i = 0; i < sets.length; i++) {
      var row = rows[(firstFrame + i) % rows.length];
      for (int speaker = 0; speaker < activity.localSpeakers(); speaker++) {
        int cluster = clusters.of(chunk, speaker);
        if (SpeakerActivity.isIn(sets[i], speaker)
            && cluster != ClusterAssignment.NONE
            && !repeated(sets[i], chunk, speaker, clusters)) {
          row[cluster]++;
        }
      }
    }
  }

  /// Whether an earlier active local speaker of the chunk belongs to the same cluster.
  private static boolean repeated(byte active, int chunk, int speaker, ClusterAssignment clusters) {
    for (int earlier = 0; earlier < speaker; earlier++) {
      if (SpeakerActivity.isIn(active, earlier)
          && clusters.of(chunk, earlier) == clusters.of(chunk, speaker)) {
        return true;
      }
    }
    return false;
  }

  /// Marks the `count` clusters with the highest activation; of equals the lower number.
  void strongest(int frame, int count, boolean[] on) {
    var row = rows[frame % rows.length];
    Arrays.fill(on, false);
    for (int i = 0; i < count; i++) {
      int best = -1;
      for (int cluster = 0; cluster < row.length; cluster++) {
        if (!on[cluster] && (best < 0 || row[cluster] > row[best])) {
          best = cluster;
        }
      }
      on[best] = true;
    }
  }

  /// Makes room: `frame` is done with.
  void forget(int frame) {
    Arrays.fill(rows[frame % rows.length], 0);
  }
}
