package voxcrate.engine.clustering;

import java.util.Arrays;

/// The tree of an agglomerative clustering of `n` vectors: `n` - 1 merges in order. Nodes below `n`
/// are the vectors, node `n + i` is the result of merge `i`.
public final class Dendrogram {
  /// @param left the child with the smaller node number
  /// @param size vectors below the new node
  public record Merge(int left, int right, double height, int size) {}

  private final Merge[] merges;

  Dendrogram(Merge[] merges) {
    this.merges = merges;
  }

  public int vectors() {
    return merges.length + 1;
  }

  public Merge merge(int index) {
    return merges[index];
  }

  /// The same tree with the merges' indices as heights: cutting at `i` undoes all merges after `i`.
  public Dendrogram byOrder() {
    var ordered = new Merge[merges.length];
    for (int i = 0; i < ordered.length; i++) {
      ordered[i] = new Merge(merges[i].left, merges[i].right, i, merges[i].size);
    }
    return new Dendrogram(ordered);
  }

  /// Labels 0, 1, … of flat clusters: a node is one cluster when no merge inside it is higher than
  /// `height`. Numbers come in the order of a walk from the root that takes the inner child before
  /// the leaves, left before right, as SciPy's `fcluster` gives them: they decide speakers'
  /// numbers.
  public int[] cut(double height) {
    var highest = highestInside();
    var walk = new Walk(highest, height);
    return walk.labels();
  }

  /// Centroid linkage may merge lower than its parts did, so a node's own height is not enough.
  private double[] highestInside() {
    var highest = new double[merges.length];
    for (int i = 0; i < merges.length; i++) {
      highest[i] = merges[i].height;
      for (int child : new int[] {merges[i].left, merges[i].right}) {
        if (child >= vectors()) {
          highest[i] = Math.max(highest[i], highest[child - vectors()]);
        }
      }
    }
    return highest;
  }

  /// Depth-first with an explicit stack: a degenerate tree is as deep as it has vectors.
  private final class Walk {
    private final double[] highest;
    private final double limit;
    private final int[] labels = new int[vectors()];
    private final boolean[] visited = new boolean[merges.length];
    private final int[] stack = new int[merges.length];
    private int depth;

    /// The root of the flat cluster we are inside of; -1 outside.
    private int leader = -1;

    private int clusters;

    Walk(double[] highest, double limit) {
      this.highest = highest;
      this.limit = limit;
    }

    int[] labels() {
      Arrays.fill(labels, 0);
      if (merges.length > 0) {
        enter(merges.length - 1);
      }
      while (depth > 0) {
        int node = stack[depth - 1];
        if (leader == -1 && highest[node] <= limit) {
          leader = node;
          clusters++;
        }
        if (!descend(merges[node].left) && !descend(merges[node].right)) {
          leave(node);
        }
      }
      return labels;
    }

    private void enter(int node) {
      visited[node] = true;
      stack[depth++] = node;
    }

    private boolean descend(int child) {
      int node = child - vectors();
      if (node < 0 || visited[node]) {
        return false;
      }
      enter(node);
      return true;
    }

    private void leave(int node) {
      label(merges[node].left);
      label(merges[node].right);
      if (leader == node) {
        leader = -1;
      }
      depth--;
    }

    private void label(int child) {
      if (child < vectors()) {
        if (leader == -1) {
          clusters++;
        }
        labels[child] = clusters - 1;
      }
    }
  }
}
