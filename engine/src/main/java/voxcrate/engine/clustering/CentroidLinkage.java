package voxcrate.engine.clustering;

import java.util.Arrays;
import java.util.List;
import voxcrate.engine.clustering.Dendrogram.Merge;

/// Agglomerative clustering that merges the two clusters with the nearest centroids (Euclidean).
///
/// Müllner's generic algorithm ("Modern hierarchical, agglomerative clustering algorithms", 2011,
/// figure 3): each row keeps a candidate for its nearest later neighbour and a lower bound of that
/// distance. Distances are computed from the centroids whenever they are asked for: memory grows
/// with the vectors, not with their pairs. Most are given up half-way, as soon as they are seen not
/// to matter.
public final class CentroidLinkage {
  /// Axes that are added up before a distance is looked at.
  private static final int BLOCK = 32;

  private final int count;

  /// Centroids of the clusters that the rows stand for: blocks of axes × rows × axes of the block.
  /// The first block is mostly the only one needed; it is read from front to back.
  private final double[][] centroids;

  private final int[] size;
  private final int[] node;

  /// For each row its candidate, and a lower bound of the squared distance to its nearest later
  /// row.
  private final int[] neighbour;

  private final double[] bound;

  private CentroidLinkage(List<float[]> vectors) {
    count = vectors.size();
    centroids = blocks(vectors);
    size = new int[count];
    node = new int[count];
    neighbour = new int[count];
    bound = new double[count];
    Arrays.fill(size, 1);
    Arrays.setAll(node, i -> i);
  }

  private static double[][] blocks(List<float[]> vectors) {
    int axes = vectors.getFirst().length;
    var blocks = new double[Math.ceilDiv(axes, BLOCK)][vectors.size() * BLOCK];
    for (int row = 0; row < vectors.size(); row++) {
      for (int axis = 0; axis < axes; axis++) {
        blocks[axis / BLOCK][row * BLOCK + axis % BLOCK] = vectors.get(row)[axis];
      }
    }
    return blocks;
  }

  /// @param vectors at least one, all of one dimension
  public static Dendrogram of(List<float[]> vectors) {
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
    while (bound[row] != squaredDistance(row, neighbour[row], Double.POSITIVE_INFINITY)) {
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
      if (size[other] > 0) {
        consider(row, other);
      }
    }
  }

  /// Whether `other` is nearer than the row's neighbour.
  private void consider(int row, int other) {
    double distance = squaredDistance(row, other, bound[row]);
    if (distance < bound[row]) {
      neighbour[row] = other;
      bound[row] = distance;
    }
  }

  /// Puts the union into row `y` and drops row `x`, which is the earlier one.
  private Merge merge(int x, int y, int index) {
    double height = Math.sqrt(bound[x]);
    int left = Math.min(node[x], node[y]);
    int right = Math.max(node[x], node[y]);
    moveCentroid(x, y);
    size[y] += size[x];
    size[x] = 0;
    node[y] = count + index;
    updateBounds(x, y);
    return new Merge(left, right, height, size[y]);
  }

  /// From y towards x, by as much as x weighs; equal centroids stay exactly where they are.
  private void moveCentroid(int x, int y) {
    double share = (double) size[x] / (size[x] + size[y]);
    for (var block : centroids) {
      for (int axis = 0; axis < BLOCK; axis++) {
        double between = block[x * BLOCK + axis] - block[y * BLOCK + axis];
        block[y * BLOCK + axis] += share * between;
      }
    }
  }

  private void updateBounds(int x, int y) {
    for (int row = 0; row < y; row++) {
      if (size[row] > 0) {
        if (row < x && neighbour[row] == x) {
          neighbour[row] = y;
        }
        consider(row, y);
      }
    }
    findNeighbour(y);
  }

  /// Exact below `limit`; at least `limit` otherwise. The same two rows in either order have the
  /// same distance.
  private double squaredDistance(int row, int other, double limit) {
    double sum = 0;
    for (int i = 0; i < centroids.length && sum < limit; i++) {
      sum += squaredDistance(centroids[i], row * BLOCK, other * BLOCK);
    }
    return sum;
  }

  /// Two sums side by side: one would wait for itself.
  private static double squaredDistance(double[] block, int from, int otherFrom) {
    double even = 0;
    double odd = 0;
    for (int i = 0; i < BLOCK; i += 2) {
      double first = block[from + i] - block[otherFrom + i];
      double second = block[from + i + 1] - block[otherFrom + i + 1];
      even += first * first;
      odd += second * second;
    }
    return even + odd;
  }
}
