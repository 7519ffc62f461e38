package voxcrate.engine.diarization;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import voxcrate.engine.clustering.CentroidLinkage;
import voxcrate.engine.clustering.Centroids;
import voxcrate.engine.clustering.Dendrogram;
import voxcrate.engine.clustering.Vectors;

/// Groups local speakers into people, as pyannote's `AgglomerativeClustering` with centroid
/// linkage.
///
/// @param threshold on the distance of centroids of unit vectors; merges above it are undone
/// @param minClusterSize smaller clusters are joined to the nearest larger one
/// @param rule which embeddings form the clusters
record AgglomerativeClusterer(double threshold, int minClusterSize, TrainingRule rule)
    implements SpeakerClusterer {

  @Override
  public ClusterAssignment assign(
      SpeakerEmbeddings embeddings, SpeakerActivity activity, SpeakerBounds bounds) {
    var training = rule.select(embeddings, activity); // vectors × dimension
    var clipped = bounds.clippedTo(training.size());
    if (clipped.max() < 2) {
      return ClusterAssignment.oneCluster(activity);
    }
    var centroids = Centroids.of(training, cluster(training, clipped));
    return ClusterAssignment.nearest(embeddings, activity, centroids);
  }

  /// Labels 0, 1, … of the training embeddings.
  int[] cluster(List<float[]> training, SpeakerBounds bounds) {
    int minSize = minSize(training.size());
    var units = training.stream().map(Vectors::unit).toList();
    var tree = CentroidLinkage.of(units);
    var flat = new FlatClusters(tree.cut(threshold), minSize);
    int target = bounds.nearest(flat.largeClusters());
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
    var centroids = Centroids.of(units, flat.labels());
    var large = IntStream.range(0, flat.clusters()).filter(flat::isLarge).toArray();
    var largeCentroids = centroids.only(large);
    var number =
        IntStream.range(0, flat.clusters())
            .map(
                cluster ->
                    flat.isLarge(cluster)
                        ? Arrays.binarySearch(large, cluster)
                        : largeCentroids.nearest(centroids.point(cluster)))
            .toArray();
    return Arrays.stream(flat.labels()).map(label -> number[label]).toArray();
  }
}
