package voxcrate.engine.clustering;

import java.util.Arrays;
import java.util.List;
import voxcrate.engine.clustering.Dendrogram.Merge;

/// Agglomerative clustering that merges the two clusters with the nearest centroids (Euclidean).
///
/// Müllner's generic algorithm ("Modern hierarchical, agglomerative clustering algorithms", 2011,
/// figure 3): each row keeps a candidate for its nearest later neighbour and a lower bound of that
/// distance. Distances are computed from the centroids whenever they are asked for: memory grows
/// with the vectors, not with their pairs. Most pairs are not even computed: a sketch of the rows
/// shows that they are too far apart. What it leaves is computed in double precision, so the tree
/// is the same as without it, at any size.
public final class CentroidLinkage {
  /// Axes that are added up before a distance is looked at.
  private static final int STRIDE = 32;

  private static final int NONE = -1;

  /// What is left of a row that was merged.
  private static final double[] NOWHERE = {};

  private final int count;

  /// Centroids of the clusters that the rows stand for: rows × axes, padded with zeros to whole
  /// strides.
  private final double[][] centroids;

  private final RowSketch sketch;
  private final float[] position = new float[RowSketch.axes()];

  /// Lower bounds of squared distances from `position`, by block.
  private final float[][] sketched;

  /// Vectors in the cluster; 0 for a row that was merged into another.
  private final int[] size;

  private final int[] node;

  /// For each row its candidate, and a lower bound of the squared distance to its nearest later
  /// row; infinite for rows without one.
  private final int[] neighbour;

  private final double[] bound;

  /// The lowest bound of each block of the sketch; not a number where it has to be looked for.
  private final double[] lowest;

  private CentroidLinkage(List<float[]> vectors) {
    count = vectors.size();
    centroids = new double[count][];
    Arrays.setAll(centroids, row -> padded(vectors.get(row)));
    sketch = new RowSketch(LeadingAxes.of(vectors, RowSketch.axes()), centroids);
    sketched = new float[sketch.blocks()][RowSketch.BLOCK];
    size = new int[count];
    node = new int[count];
    neighbour = new int[count];
    bound = new double[count];
    lowest = new double[sketch.blocks()];
    Arrays.fill(size, 1);
    Arrays.setAll(node, i -> i);
  }

  private static double[] padded(float[] vector) {
    var padded = new double[Math.ceilDiv(vector.length, STRIDE) * STRIDE];
    for (int axis = 0; axis < vector.length; axis++) {
      padded[axis] = vector[axis];
    }
    return padded;
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

  /// Of equals the first row.
  private int lowestBound() {
    int best = 0;
    for (int block = 0; block < lowest.length; block++) {
      if (Double.isNaN(lowest[block])) {
        lowest[block] = bound[lowestIn(block)];
      }
      best = lowest[block] < lowest[best] ? block : best;
    }
    return lowestIn(best);
  }

  private int lowestIn(int block) {
    int row = block * RowSketch.BLOCK;
    for (int other = row + 1; other < endOf(block); other++) {
      row = bound[other] < bound[row] ? other : row;
    }
    return row;
  }

  private static int blockOf(int row) {
    return row / RowSketch.BLOCK;
  }

  private int endOf(int block) {
    return Math.min(count, (block + 1) * RowSketch.BLOCK);
  }

  private void setBound(int row, double value) {
    bound[row] = value;
    lowest[blockOf(row)] = Double.NaN;
  }

  /// Looks first at the row that seems nearest: of those that seem farther than it is, none need
  /// be computed.
  private void findNeighbour(int row) {
    setBound(row, Double.POSITIVE_INFINITY);
    int seeming = seeminglyNearest(row);
    if (seeming == NONE) {
      return;
    }
    neighbour[row] = seeming;
    setBound(row, squaredDistance(row, seeming, Double.POSITIVE_INFINITY));
    for (int block = blockOf(row); block < sketched.length; block++) {
      int first = block * RowSketch.BLOCK;
      var bounds = sketched[block];
      for (int other = Math.max(first, row + 1); other < endOf(block); other++) {
        if (bounds[other - first] <= bound[row] && size[other] > 0) {
          double distance = squaredDistance(row, other, bound[row]);
          if (distance < bound[row] || (distance == bound[row] && other < neighbour[row])) {
            neighbour[row] = other;
            setBound(row, distance);
          }
        }
      }
    }
  }

  /// The later row with the lowest bound. Fills `sketched` for the row's block and all after it.
  private int seeminglyNearest(int row) {
    sketch.take(row, position);
    int nearest = NONE;
    float lowest = Float.POSITIVE_INFINITY;
    for (int block = blockOf(row); block < sketched.length; block++) {
      var bounds = sketched[block];
      sketch.bounds(position, block, bounds);
      int first = block * RowSketch.BLOCK;
      for (int other = Math.max(first, row + 1); other < endOf(block); other++) {
        if (bounds[other - first] < lowest && size[other] > 0) {
          lowest = bounds[other - first];
          nearest = other;
        }
      }
    }
    return nearest;
  }

  /// Whether `other` is nearer than the row's neighbour.
  private void consider(int row, int other) {
    double distance = squaredDistance(row, other, bound[row]);
    if (distance < bound[row]) {
      neighbour[row] = other;
      setBound(row, distance);
    }
  }

  /// Puts the union into row `y` and drops row `x`, which is the earlier one.
  private Merge merge(int x, int y, int index) {
    double height = Math.sqrt(bound[x]);
    int left = Math.min(node[x], node[y]);
    int right = Math.max(node[x], node[y]);
    moveCentroid(x, y);
    size[y] += size[x];
    drop(x);
    node[y] = count + index;
    updateBounds(x, y);
    return new Merge(left, right, height, size[y]);
  }

  /// From y towards x, by as much as x weighs; equal centroids stay exactly where they are.
  private void moveCentroid(int x, int y) {
    double share = (double) size[x] / (size[x] + size[y]);
    var from = centroids[x];
    var to = centroids[y];
    for (int axis = 0; axis < to.length; axis++) {
      to[axis] += share * (from[axis] - to[axis]);
    }
    sketch.put(y, to);
  }

  private void drop(int row) {
    size[row] = 0;
    setBound(row, Double.POSITIVE_INFINITY);
    sketch.remove(row);
    centroids[row] = NOWHERE;
  }

  private void updateBounds(int x, int y) {
    for (int row = 0; row < x; row++) {
      if (neighbour[row] == x) {
        neighbour[row] = y;
      }
    }
    sketch.take(y, position);
    for (int block = 0; block * RowSketch.BLOCK < y; block++) {
      var sketched = this.sketched[block];
      sketch.bounds(position, block, sketched);
      int first = block * RowSketch.BLOCK;
      for (int row = first; row < Math.min(y, endOf(block)); row++) {
        if (sketched[row - first] < bound[row] && size[row] > 0) {
          consider(row, y);
        }
      }
    }
    findNeighbour(y);
  }

  /// Exact below `limit`; at least `limit` otherwise. The same two rows in either order have the
  /// same distance.
  private double squaredDistance(int row, int other, double limit) {
    var a = centroids[row];
    var b = centroids[other];
    double sum = 0;
    for (int from = 0; from < a.length && sum < limit; from += STRIDE) {
      sum += squaredDistance(a, b, from);
    }
    return sum;
  }

  /// Two sums side by side: one would wait for itself.
  private static double squaredDistance(double[] a, double[] b, int from) {
    double even = 0;
    double odd = 0;
    for (int i = from; i < from + STRIDE; i += 2) {
      double first = a[i] - b[i];
      double second = a[i + 1] - b[i + 1];
      even += first * first;
      odd += second * second;
    }
    return even + odd;
  }
}
