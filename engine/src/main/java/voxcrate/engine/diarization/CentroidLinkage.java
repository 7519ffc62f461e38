package voxcrate.engine.diarization;

import java.util.Arrays;
import java.util.List;
import voxcrate.engine.diarization.Dendrogram.Merge;

/// Agglomerative clustering that merges the two clusters with the nearest centroids (Euclidean).
///
/// Müllner's generic algorithm ("Modern hierarchical, agglomerative clustering algorithms", 2011,
/// figure 3): each row keeps a candidate for its nearest later neighbour and a lower bound of that
/// distance. Needs the distances of all pairs: n (n - 1) / 2 doubles.
final class CentroidLinkage {
  private final int count;
  private final double[] distances;
  private final int[] size;
  private final int[] node;

  /// For each row its candidate, and a lower bound of the distance to its nearest later row.
  private final int[] neighbour;

  private final double[] bound;

  private CentroidLinkage(List<float[]> vectors) {
    count = vectors.size();
    distances = new double[Math.toIntExact((long) count * (count - 1) / 2)];
    size = new int[count];
    node = new int[count];
    neighbour = new int[count];
    bound = new double[count];
    Arrays.fill(size, 1);
    for (int i = 0; i < count; i++) {
      node[i] = i;
      for (int j = i + 1; j < count; j++) {
        distances[index(i, j)] = Math.sqrt(Vectors.squaredDistance(vectors.get(i), vectors.get(j)));
      }
    }
  }

  /// @param vectors at least one, all of one dimension
  static Dendrogram of(List<float[]> vectors) {
    return new CentroidLinkage(vectors).cluster();
  }

  private Dendrogram cluster() {
    for (int row = 0; row < count; row++) {
      findNeighbour(row);
    }
    var merges = new Merge[count - 1];
    for (int i = 0; i < merges.length; i++) {
      int row = nearestRow();
      merges[i] = merge(row, neighbour[row], i);
    }
    return new Dendrogram(merges);
  }

  /// The row of the nearest pair: bounds are made exact until the lowest one is.
  private int nearestRow() {
    int row = lowestBound();
    while (bound[row] != distances[index(row, neighbour[row])]) {
      findNeighbour(row);
      row = lowestBound();
    }
    return row;
  }

  private int lowestBound() {
    int lowest = -1;
    for (int row = 0; row < count - 1; row++) {
      if (size[row] > 0 && (lowest < 0 || bound[row] < bound[lowest])) {
        lowest = row;
      }
    }
    return lowest;
  }

  private void findNeighbour(int row) {
    bound[row] = Double.POSITIVE_INFINITY;
    for (int other = row + 1; other < count; other++) {
      if (size[other] > 0 && distances[index(row, other)] < bound[row]) {
        bound[row] = distances[index(row, other)];
        neighbour[row] = other;
      }
    }
  }

  /// Puts the union into row `y` and drops row `x`, which is the earlier one.
  private Merge merge(int x, int y, int index) {
    double height = distances[index(x, y)];
    int left = Math.min(node[x], node[y]);
    int right = Math.max(node[x], node[y]);
    updateDistances(x, y, height);
    size[y] += size[x];
    size[x] = 0;
    node[y] = count + index;
    updateBounds(x, y);
    return new Merge(left, right, height, size[y]);
  }

  /// Lance and Williams for centroids: from the union of x and y to every other cluster.
  private void updateDistances(int x, int y, double between) {
    double nx = size[x];
    double ny = size[y];
    double inner = nx * ny * between * between / (nx + ny);
    for (int other = 0; other < count; other++) {
      if (size[other] > 0 && other != x && other != y) {
        double fromX = distances[index(other, x)];
        double fromY = distances[index(other, y)];
        double squared = (nx * fromX * fromX + ny * fromY * fromY - inner) / (nx + ny);
        // Equal vectors may come out below zero by rounding.
        distances[index(other, y)] = Math.sqrt(Math.max(0, squared));
      }
    }
  }

  private void updateBounds(int x, int y) {
    for (int row = 0; row < y; row++) {
      if (size[row] > 0) {
        if (row < x && neighbour[row] == x) {
          neighbour[row] = y;
        }
        double distance = distances[index(row, y)];
        if (distance < bound[row]) {
          neighbour[row] = y;
          bound[row] = distance;
        }
      }
    }
    findNeighbour(y);
  }

  private int index(int a, int b) {
    int i = Math.min(a, b);
    int j = Math.max(a, b);
    return (int) ((long) i * count - (long) i * (i + 1) / 2 + (j - i - 1));
  }
}
