package voxcrate.engine.alignment;

/// Brings the scores of many heads to one map of tokens × positions, as OpenAI's `timing.py` does:
/// soft-max over the positions with sound, each position's mean and deviation over the tokens
/// removed, median over neighbouring positions, mean over the heads.
final class AttentionMap {
  /// Positions whose median is taken.
  private static final int MEDIAN_WIDTH = 7;

  /// Places of a window to be put in order, one pair after another, until its middle is right:
  /// Devillard's network for seven ("Fast median search", 1998).
  private static final int[][] PAIRS = {
    {0, 5}, {0, 3}, {1, 6}, {2, 4}, {0, 1}, {3, 5}, {2, 6}, {2, 3}, {3, 6}, {4, 5}, {1, 4}, {1, 3},
    {3, 4}
  };

  private AttentionMap() {}

  /// @param used how many positions, from the first on, hold sound
  /// @return tokens × used positions
  static double[][] of(AttentionScores scores, int used) {
    var map = new double[scores.tokens()][used];
    for (int head = 0; head < scores.heads(); head++) {
      var weights = new double[scores.tokens()][];
      for (int token = 0; token < scores.tokens(); token++) {
        weights[token] = softmax(scores, head, token, used);
      }
      standardise(weights);
      for (int token = 0; token < scores.tokens(); token++) {
        var smooth = median(weights[token]);
        for (int position = 0; position < used; position++) {
          map[token][position] += smooth[position] / scores.heads();
        }
      }
    }
    return map;
  }

  private static double[] softmax(AttentionScores scores, int head, int token, int used) {
    var weights = new double[used];
    double best = Double.NEGATIVE_INFINITY;
    for (int position = 0; position < used; position++) {
      best = Math.max(best, scores.at(head, token, position));
    }
    double sum = 0;
    for (int position = 0; position < used; position++) {
      weights[position] = Math.exp(scores.at(head, token, position) - best);
      sum += weights[position];
    }
    for (int position = 0; position < used; position++) {
      weights[position] /= sum;
    }
    return weights;
  }

  /// Mean 0 and deviation 1 over the tokens, at each position.
  private static void standardise(double[][] weights) {
    int positions = weights[0].length;
    var mean = new double[positions];
    for (var row : weights) {
      for (int position = 0; position < positions; position++) {
        mean[position] += row[position] / weights.length;
      }
    }
    var variance = new double[positions];
    var scale = new double[positions];
    for (var row : weights) {
      for (int position = 0; position < positions; position++) {
        row[position] -= mean[position];
        variance[position] += row[position] * row[position] / weights.length;
      }
    }
    for (int position = 0; position < positions; position++) {
      // Where all tokens fit equally well, the position says nothing.
      scale[position] = variance[position] > 0 ? 1 / Math.sqrt(variance[position]) : 0;
    }
    for (var row : weights) {
      for (int position = 0; position < positions; position++) {
        row[position] *= scale[position];
      }
    }
  }

  /// Beyond either end the row is continued by its mirror image.
  static double[] median(double[] row) {
    int reach = MEDIAN_WIDTH / 2;
    if (row.length <= reach) {
      return row;
    }
    var windows = new double[MEDIAN_WIDTH][row.length];
    for (int i = 0; i < MEDIAN_WIDTH; i++) {
      for (int position = 0; position < row.length; position++) {
        windows[i][position] = row[mirrored(position + i - reach, row.length)];
      }
    }
    for (var pair : PAIRS) {
      order(windows[pair[0]], windows[pair[1]]);
    }
    return windows[reach];
  }

  /// For all windows at once, which the compiler turns into vectors.
  private static void order(double[] lower, double[] upper) {
    for (int i = 0; i < lower.length; i++) {
      double one = lower[i];
      double other = upper[i];
      lower[i] = Math.min(one, other);
      upper[i] = Math.max(one, other);
    }
  }

  private static int mirrored(int position, int length) {
    int inside = Math.abs(position);
    return inside < length ? inside : 2 * (length - 1) - inside;
  }
}
