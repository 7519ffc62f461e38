package voxcrate.engine.clustering;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/// The middles of clusters, by cluster. What is near to one lies in its direction: lengths do not
/// count.
public final class Centroids {
  /// Clusters × dimension.
  private final float[][] points;

  private Centroids(float[][] points) {
    this.points = points;
  }

  /// The mean of each cluster's vectors.
  ///
  /// @param labels the cluster of each vector, from 0 without gaps
  public static Centroids of(List<float[]> vectors, int[] labels) {
    int clusters = Arrays.stream(labels).max().orElse(-1) + 1;
    var sums = new WeightedSums(clusters, vectors.getFirst().length);
    for (int i = 0; i < labels.length; i++) {
      sums.add(labels[i], 1, vectors.get(i));
    }
    return new Centroids(sums.means());
  }

  /// Means to which each vector contributes by its weights.
  ///
  /// @param weights of a vector, by cluster; in sum above 0 for each cluster
  public static Centroids weighted(
      List<float[]> vectors, int clusters, IntFunction<double[]> weights) {
    var sums = new WeightedSums(clusters, vectors.getFirst().length);
    for (int i = 0; i < vectors.size(); i++) {
      var share = weights.apply(i);
      for (int cluster = 0; cluster < clusters; cluster++) {
        sums.add(cluster, share[cluster], vectors.get(i));
      }
    }
    return new Centroids(sums.means());
  }

  public int count() {
    return points.length;
  }

  /// Clusters × dimension.
  float[][] points() {
    return points;
  }

  public float[] point(int cluster) {
    return points[cluster].clone();
  }

  /// Only these clusters, which are numbered anew in this order.
  public Centroids only(int[] clusters) {
    return new Centroids(
        Arrays.stream(clusters).mapToObj(cluster -> points[cluster]).toArray(float[][]::new));
  }

  /// The cluster whose direction is nearest; of equals the first.
  public int nearest(float[] vector) {
    int best = 0;
    double bestDistance = Double.POSITIVE_INFINITY;
    for (int cluster = 0; cluster < points.length; cluster++) {
      double distance = Vectors.cosineDistance(vector, points[cluster]);
      if (distance < bestDistance) {
        best = cluster;
        bestDistance = distance;
      }
    }
    return best;
  }

  /// How near a vector's direction is to each cluster's: 2 for the same, 0 for the opposite.
  public double[] similarities(float[] vector) {
    return Arrays.stream(points)
        .mapToDouble(point -> 2 - Vectors.cosineDistance(vector, point))
        .toArray();
  }
}
