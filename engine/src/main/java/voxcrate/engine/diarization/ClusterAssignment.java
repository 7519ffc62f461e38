package voxcrate.engine.diarization;

import java.util.Arrays;

/// Which cluster each slot (chunk, local speaker) belongs to.
final class ClusterAssignment {
  /// A slot without activity.
  static final int NONE = -1;

  private final int localSpeakers;
  private final int[] clusters;
  private int count;

  ClusterAssignment(int chunks, int localSpeakers) {
    this.localSpeakers = localSpeakers;
    this.clusters = new int[chunks * localSpeakers];
    Arrays.fill(clusters, NONE);
  }

  /// Everybody who is active is the same person.
  static ClusterAssignment oneCluster(SpeakerActivity activity) {
    var assignment = new ClusterAssignment(activity.chunks(), activity.localSpeakers());
    for (int chunk = 0; chunk < activity.chunks(); chunk++) {
      for (int speaker = 0; speaker < activity.localSpeakers(); speaker++) {
        if (activity.isActive(chunk, speaker)) {
          assignment.put(chunk, speaker, 0);
        }
      }
    }
    assignment.count = 1;
    return assignment;
  }

  void put(int chunk, int speaker, int cluster) {
    clusters[chunk * localSpeakers + speaker] = cluster;
    count = Math.max(count, cluster + 1);
  }

  int of(int chunk, int speaker) {
    return clusters[chunk * localSpeakers + speaker];
  }

  /// One more than the highest cluster in use.
  int count() {
    return count;
  }
}
