package voxcrate.bundler.convert.parity;

import java.util.function.IntUnaryOperator;

/// Multi-head attention in double precision, head by head, from the equation
/// `softmax(q · kᵀ / √d) · v` (Vaswani et al. 2017).
final class ReferenceAttention {
  private final ReferenceLayers layers;
  private final String name;
  private final int heads;
  private final int headWidth;
  private final Matrix queries;
  private final Matrix keys;
  private final Matrix values;

  /// @param x who asks, width × frames
  /// @param source who is asked, width × its frames; `x` itself in self-attention
  ReferenceAttention(ReferenceLayers layers, String name, int heads, Matrix x, Matrix source) {
    this.layers = layers;
    this.name = name;
    this.heads = heads;
    this.queries = layers.affine(x, name + ".q_proj");
    this.keys = layers.affine(source, name + ".k_proj");
    this.values = layers.affine(source, name + ".v_proj");
    this.headWidth = queries.rows / heads;
  }

  /// Each frame takes of all of the source.
  ///
  /// @return width × frames
  Matrix ofAll() {
    return mixed(t -> keys.columns);
  }

  /// Each frame takes of those before it and of itself.
  ///
  /// @return width × frames
  Matrix ofEarlier() {
    return mixed(t -> t + 1);
  }

  /// How well each frame and each of the source fit in one head: frames × source frames.
  Matrix scores(int head) {
    var scores = new Matrix(queries.columns, keys.columns);
    ReferenceLayers.eachRow(
        scores,
        t -> {
          for (int i = head * headWidth; i < (head + 1) * headWidth; i++) {
            double query = queries.get(i, t) / Math.sqrt(headWidth);
            ReferenceLayers.addScaled(scores, t, query, keys, i, 0, 1);
          }
        });
    return scores;
  }

  /// @param seen how many frames of the source a frame sees, from the first on
  private Matrix mixed(IntUnaryOperator seen) {
    var mixed = new Matrix(queries.rows, queries.columns);
    for (int head = 0; head < heads; head++) {
      var shares = scores(head);
      for (int t = 0; t < shares.rows; t++) {
        toShares(shares, t, seen.applyAsInt(t));
      }
      for (int row = head * headWidth; row < (head + 1) * headWidth; row++) {
        mix(mixed, row, shares);
      }
    }
    return layers.affine(mixed, name + ".out_proj");
  }

  private void mix(Matrix mixed, int row, Matrix shares) {
    for (int t = 0; t < shares.rows; t++) {
      double total = 0;
      for (int other = 0; other < shares.columns; other++) {
        total += shares.get(t, other) * values.get(row, other);
      }
      mixed.set(row, t, total);
    }
  }

  /// The soft-max over the first `seen` scores of a row; nothing for the rest.
  private static void toShares(Matrix scores, int row, int seen) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < seen; i++) {
      largest = Math.max(largest, scores.get(row, i));
    }
    double total = 0;
    for (int i = 0; i < scores.columns; i++) {
      scores.set(row, i, i < seen ? Math.exp(scores.get(row, i) - largest) : 0);
      total += scores.get(row, i);
    }
    for (int i = 0; i < scores.columns; i++) {
      scores.set(row, i, scores.get(row, i) / total);
    }
  }
}
