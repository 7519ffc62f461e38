package voxcrate.engine.diarization;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import voxcrate.engine.diarization.SpeakerEmbeddings.Slot;

/// Groups local speakers into people, as pyannote's `AgglomerativeClustering` with centroid
/// linkage.
///
/// @param threshold on the distance of centroids of unit vectors; merges above it are undone
/// @param minClusterSize smaller clusters are joined to the nearest larger one
/// @param rule which embeddings form the clusters
record AgglomerativeClusterer(double threshold, int minClusterSize, TrainingRule rule) {

  ClusterAssignment assign(
      SpeakerEmbeddings embeddings, SpeakerActivity activity, SpeakerBounds bounds) {
    var training = training(embeddings, activity);
    var clipped = bounds.clippedTo(training.size());
    if (clipped.max() < 2) {
      return ClusterAssignment.oneCluster(activity);
    }
    var labels = cluster(training, clipped); // training embeddings
    int clusters = Arrays.stream(labels).max().orElse(0) + 1;
    var centroids = Vectors.means(training, labels, clusters); // clusters × dimension
    return nearest(embeddings, centroids, activity);
  }

  private List<float[]> training(SpeakerEmbeddings embeddings, SpeakerActivity activity) {
    return embeddings.slots().stream()
        .filter(slot -> slot.vector().isUsable() && rule.admits(slot, activity))
        .map(slot -> slot.vector().values())
        .toList();
  }

  /// Labels 0, 1, … of the training embeddings.
  int[] cluster(List<float[]> training, SpeakerBounds bounds) {
    int minSize = minSize(training.size());
    var units = training.stream().map(Vectors::unit).toList();
    var tree = CentroidLinkage.of(units);
    var flat = new FlatClusters(tree.cut(threshold), minSize);
    int target = Math.clamp(flat.largeClusters(), bounds.min(), bounds.max());
    if (flat.largeClusters() != target) {
      flat = nearestCut(tree, target, minSize);
    }
    return withoutSmall(units, flat);
  }

  /// A short recording has too few chunks for the configured size.
  private int minSize(int embeddings) {
    return Math.min(minClusterSize, Math.max(1, (int) Math.rint(0.1 * embeddings)));
  }

  /// Tries cuts after each merge, those nearest to the threshold first, and keeps the one whose
  /// number of large clusters is nearest to the target.
  private FlatClusters nearestCut(Dendrogram tree, int target, int minSize) {
    var byOrder = tree.byOrder();
    int merges = tree.vectors() - 1;
    var best = new FlatClusters(byOrder.cut(merges), minSize);
    int bestLarge = 1;
    var order =
        IntStream.range(0, merges)
            .filter(i -> tree.merge(i).size() >= minSize)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> Math.abs(tree.merge(i).height() - threshold)))
            .toList();
    for (int i : order) {
      var flat = new FlatClusters(byOrder.cut(i), minSize);
      if (Math.abs(flat.largeClusters() - target) < Math.abs(bestLarge - target)) {
        best = flat;
        bestLarge = flat.largeClusters();
      }
      if (bestLarge == target) {
        break;
      }
    }
    return best;
  }

  /// Joins each small cluster to the large one with the nearest centroid, and numbers anew.
  private static int[] withoutSmall(List<float[]> units, FlatClusters flat) {
    if (flat.largeClusters() == 0) {
      return new int[units.size()];
    }
    var centroids = Vectors.means(units, flat.labels(), flat.clusters());
    var number = new int[flat.clusters()];
    var large = IntStream.range(0, flat.clusters()).filter(flat::isLarge).toArray();
    var largeCentroids = Arrays.stream(large).mapToObj(k -> centroids[k]).toArray(float[][]::new);
    for (int cluster = 0; cluster < flat.clusters(); cluster++) {
      number[cluster] =
          flat.isLarge(cluster)
              ? Arrays.binarySearch(large, cluster)
              : nearest(centroids[cluster], largeCentroids);
    }
    return Arrays.stream(flat.labels()).map(label -> number[label]).toArray();
  }

  private static ClusterAssignment nearest(
      SpeakerEmbeddings embeddings, float[][] centroids, SpeakerActivity activity) {
    var assignment = new ClusterAssignment(activity.chunks(), activity.localSpeakers());
    for (Slot slot : embeddings.slots()) {
      assignment.put(slot.chunk(), slot.speaker(), nearest(slot.vector().values(), centroids));
    }
    return assignment;
  }

  private static int nearest(float[] vector, float[][] centroids) {
    int best = 0;
    double bestDistance = Double.POSITIVE_INFINITY;
    for (int cluster = 0; cluster < centroids.length; cluster++) {
      double distance = Vectors.cosineDistance(vector, centroids[cluster]);
      if (distance < bestDistance) {
        best = cluster;
        bestDistance = distance;
      }
    }
    return best;
  }
}
