package voxcrate.engine.alignment;

import java.util.Arrays;

/// Dynamic time warping: the way through a matrix from its first corner to its last that collects
/// the most, by steps of one row, one column, or both.
final class Dtw {
  private static final byte BOTH = 0;
  private static final byte ROW = 1;
  private static final byte COLUMN = 2;

  private Dtw() {}

  /// Costs are summed in single precision and ties go to the column, as in OpenAI's `timing.py`.
  ///
  /// @param gains rows × columns
  /// @return for each row the column where the way enters it
  static int[] entries(double[][] gains) {
    int rows = gains.length;
    int columns = gains[0].length;
    var steps = new byte[rows + 1][columns + 1];
    var costs = new float[columns + 1];
    Arrays.fill(costs, Float.POSITIVE_INFINITY);
    costs[0] = 0;
    for (int row = 1; row <= rows; row++) {
      float diagonal = costs[0];
      costs[0] = Float.POSITIVE_INFINITY;
      for (int column = 1; column <= columns; column++) {
        float above = costs[column];
        float left = costs[column - 1];
        byte step = cheapest(diagonal, above, left);
        float before = step == BOTH ? diagonal : step == ROW ? above : left;
        steps[row][column] = step;
        costs[column] = (float) (before - gains[row - 1][column - 1]);
        diagonal = above;
      }
    }
    return entries(steps);
  }

  private static byte cheapest(float both, float row, float column) {
    if (both < row && both < column) {
      return BOTH;
    }
    return row < both && row < column ? ROW : COLUMN;
  }

  private static int[] entries(byte[][] steps) {
    var entries = new int[steps.length - 1];
    int row = steps.length - 1;
    int column = steps[0].length - 1;
    while (row > 0) {
      entries[row - 1] = Math.max(0, column - 1);
      // Beside the matrix the only way is up.
      byte step = column == 0 ? ROW : steps[row][column];
      row -= step == COLUMN ? 0 : 1;
      column -= step == ROW ? 0 : 1;
    }
    return entries;
  }
}
