package voxcrate.engine.alignment;

import java.util.Arrays;

/// Brings the scores of many heads to one map of tokens × positions, as OpenAI's `timing.py` does:
/// soft-max over the positions with sound, each position's mean and deviation over the tokens
/// removed, median over neighbouring positions, mean over the heads.
final class AttentionMap {
  /// Positions whose median is taken.
  private static final int MEDIAN_WIDTH = 7;

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
    for (int position = 0; position < weights[0].length; position++) {
      double mean = 0;
      for (var row : weights) {
        mean += row[position] / weights.length;
      }
      double variance = 0;
      for (var row : weights) {
        variance += (row[position] - mean) * (row[position] - mean) / weights.length;
      }
      double deviation = Math.sqrt(variance);
      for (var row : weights) {
        // Where all tokens fit equally well, the position says nothing.
        row[position] = deviation > 0 ? (row[position] - mean) / deviation : 0;
      }
    }
  }

  /// Beyond either end the row is continued by its mirror image.
  static double[] median(double[] row) {
    int reach = MEDIAN_WIDTH / 2;
    if (row.length <= reach) {
      return row;
    }
    var smooth = new double[row.length];
    var window = new double[MEDIAN_WIDTH];
    for (int position = 0; position < row.length; position++) {
      for (int i = 0; i < MEDIAN_WIDTH; i++) {
        window[i] = row[mirrored(position + i - reach, row.length)];
      }
      Arrays.sort(window);
      smooth[position] = window[reach];
    }
    return smooth;
  }

  private static int mirrored(int position, int length) {
    int inside = Math.abs(position);
    return inside < length ? inside : 2 * (length - 1) - inside;
  }
}
