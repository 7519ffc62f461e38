package voxcrate.engine.clustering;

/// Adds up vectors by cluster, for their means.
final class WeightedSums {
  private final double[][] sums;
  private final double[] weights;

  WeightedSums(int clusters, int dimension) {
    sums = new double[clusters][dimension];
    weights = new double[clusters];
  }

  void add(int cluster, double weight, float[] vector) {
    var sum = sums[cluster];
    weights[cluster] += weight;
    for (int d = 0; d < sum.length; d++) {
      sum[d] += weight * vector[d];
    }
  }

  boolean isEmpty(int cluster) {
    return weights[cluster] == 0;
  }

  /// Clusters × dimension; of an empty cluster not a number.
  float[][] means() {
    var means = new float[sums.length][];
    for (int cluster = 0; cluster < means.length; cluster++) {
      means[cluster] = new float[sums[cluster].length];
      for (int d = 0; d < means[cluster].length; d++) {
        means[cluster][d] = (float) (sums[cluster][d] / weights[cluster]);
      }
    }
    return means;
  }
}
