package voxcrate.engine.diarization;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.Arrays;
import java.util.TreeMap;
import voxcrate.engine.clustering.Assignment;
import voxcrate.engine.clustering.Centroids;
import voxcrate.engine.diarization.SpeakerEmbeddings.Slot;

/// Which cluster each slot (chunk, local speaker) belongs to.
final class ClusterAssignment {
  /// A slot without activity, or one of more local speakers than there are clusters.
  static final int NONE = Assignment.NONE;

  /// Below that of any voice.
  private static final double SIMILARITY_OF_NO_VOICE = -1;

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

  /// Each slot goes to the cluster with the nearest centroid; two of one chunk may go to the same.
  static ClusterAssignment nearest(
      SpeakerEmbeddings embeddings, SpeakerActivity activity, Centroids centroids) {
    var assignment = new ClusterAssignment(activity.chunks(), activity.localSpeakers());
    for (Slot slot : embeddings.slots()) {
      assignment.put(slot.chunk(), slot.speaker(), centroids.nearest(slot.vector().values()));
    }
    return assignment;
  }

  /// The slots of a chunk go to clusters of their own, so that in sum they are most similar to the
  /// centroids. Slots that are too many go to none.
  static ClusterAssignment oneToOne(
      SpeakerEmbeddings embeddings, SpeakerActivity activity, Centroids centroids) {
    var assignment = new ClusterAssignment(activity.chunks(), activity.localSpeakers());
    var byChunk =
        embeddings.slots().stream().collect(groupingBy(Slot::chunk, TreeMap::new, toList()));
    for (var slots : byChunk.values()) {
      var clusters =
          Assignment.best(
              slots.stream().map(slot -> similarities(slot, centroids)).toArray(double[][]::new));
      for (int i = 0; i < clusters.length; i++) {
        assignment.put(slots.get(i).chunk(), slots.get(i).speaker(), clusters[i]);
      }
    }
    return assignment;
  }

  private static double[] similarities(Slot slot, Centroids centroids) {
    if (slot.vector().isUsable()) {
      return centroids.similarities(slot.vector().values());
    }
    var none = new double[centroids.count()];
    Arrays.fill(none, SIMILARITY_OF_NO_VOICE);
    return none;
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
