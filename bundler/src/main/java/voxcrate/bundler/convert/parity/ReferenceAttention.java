package voxcrate.bundler.convert.parity;

/// Multi-head self-attention in double precision, frame by frame, from the equation
/// `softmax(q · kᵀ / √d) · v` (Vaswani et al. 2017).
final class ReferenceAttention {
  private final ReferenceLayers layers;
  private final int heads;

  ReferenceAttention(ReferenceLayers layers, int heads) {
    this.layers = layers;
    this.heads = heads;
  }

  /// @param x width × frames
  /// @return the same
  Matrix of(Matrix x, String name) {
    var queries = layers.affine(x, name + ".q_proj");
    var keys = layers.affine(x, name + ".k_proj");
    var values = layers.affine(x, name + ".v_proj");
    var mixed = new Matrix(queries.rows, x.columns);
    int width = queries.rows / heads;
    for (int head = 0; head < heads; head++) {
      for (int t = 0; t < x.columns; t++) {
        var shares = shares(queries, keys, t, head * width, width);
        for (int row = head * width; row < (head + 1) * width; row++) {
          double total = 0;
          for (int other = 0; other < shares.length; other++) {
            total += shares[other] * values.get(row, other);
          }
          mixed.set(row, t, total);
        }
      }
    }
    return layers.affine(mixed, name + ".out_proj");
  }

  /// How much frame `t` takes of each frame, in the head that begins at `row`.
  private static double[] shares(Matrix queries, Matrix keys, int t, int row, int width) {
    var shares = new double[keys.columns];
    double largest = Double.NEGATIVE_INFINITY;
    for (int other = 0; other < shares.length; other++) {
      double fit = 0;
      for (int i = row; i < row + width; i++) {
        fit += queries.get(i, t) * keys.get(i, other);
      }
      shares[other] = fit / Math.sqrt(width);
      largest = Math.max(largest, shares[other]);
    }
    double total = 0;
    for (int other = 0; other < shares.length; other++) {
      shares[other] = Math.exp(shares[other] - largest);
      total += shares[other];
    }
    for (int other = 0; other < shares.length; other++) {
      shares[other] /= total;
    }
    return shares;
  }
}
