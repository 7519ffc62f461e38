package voxcrate.engine.clustering;

import java.util.Arrays;
import java.util.List;

/// Vectors, each with the nearest of a few points.
final class Grouping {
  private static final int NONE = -1;

  private final float[][] points;
  private final int[] labels;
  private final double[] squares;

  private Grouping(float[][] points, int vectors) {
    this.points = points;
    labels = new int[vectors];
    squares = new double[vectors];
  }

  static Grouping around(float[][] points, List<float[]> vectors) {
    var grouping = new Grouping(points, vectors.size());
    for (int i = 0; i < vectors.size(); i++) {
      grouping.assign(i, vectors.get(i));
    }
    return grouping;
  }

  private void assign(int index, float[] vector) {
    squares[index] = Double.POSITIVE_INFINITY;
    for (int label = 0; label < points.length; label++) {
      double square = Vectors.squaredDistance(vector, points[label]);
      if (square < squares[index]) {
        squares[index] = square;
        labels[index] = label;
      }
    }
  }

  /// Each point in the middle of its vectors. One that has lost all of them takes the vector that
  /// is worst off.
  Grouping moved(List<float[]> vectors) {
    var sums = new WeightedSums(points.length, points[0].length);
    for (int i = 0; i < labels.length; i++) {
      sums.add(labels[i], 1, vectors.get(i));
    }
    var means = sums.means();
    for (int label = 0; label < means.length; label++) {
      if (sums.isEmpty(label)) {
        means[label] = vectors.get(takeFarthest());
      }
    }
    return around(means, vectors);
  }

  private int takeFarthest() {
    int farthest = 0;
    for (int i = 1; i < squares.length; i++) {
      farthest = squares[i] > squares[farthest] ? i : farthest;
    }
    squares[farthest] = 0;
    return farthest;
  }

  int[] labels() {
    return labels.clone();
  }

  /// By how much the points have moved, all squares added up.
  double squaredMoveFrom(Grouping before) {
    double sum = 0;
    for (int label = 0; label < points.length; label++) {
      sum += Vectors.squaredDistance(points[label], before.points[label]);
    }
    return sum;
  }

  /// Whether the same vectors are together, whatever their labels.
  boolean hasGroupsOf(Grouping other) {
    var otherLabel = new int[points.length];
    Arrays.fill(otherLabel, NONE);
    var taken = new boolean[other.points.length];
    for (int i = 0; i < labels.length; i++) {
      if (otherLabel[labels[i]] == NONE && !taken[other.labels[i]]) {
        otherLabel[labels[i]] = other.labels[i];
        taken[other.labels[i]] = true;
      }
      if (otherLabel[labels[i]] != other.labels[i]) {
        return false;
      }
    }
    return true;
  }

  /// The sum of squared distances.
  double inertia() {
    double sum = 0;
    for (double square : squares) {
      sum += square;
    }
    return sum;
  }
}
