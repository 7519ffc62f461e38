package voxcrate.engine.clustering;

import java.util.Arrays;

/// The one-to-one assignment of rows to columns with the greatest total weight, by the Hungarian
/// method with shortest augmenting paths (Jonker and Volgenant, 1987), O(n³).
public final class Assignment {
  /// The column of a row that gets none.
  public static final int NONE = -1;

  /// Square, padded with zeros; costs are negated weights.
  private final double[][] cost;

  private final double[] rowPotential;
  private final double[] columnPotential;
  private final int[] rowOf;

  private Assignment(double[][] weights, int size) {
    cost = new double[size][size];
    for (int row = 0; row < weights.length; row++) {
      for (int column = 0; column < weights[row].length; column++) {
        cost[row][column] = -weights[row][column];
      }
    }
    rowPotential = new double[size];
    columnPotential = new double[size];
    rowOf = new int[size];
    Arrays.fill(rowOf, NONE);
  }

  /// @param weights rows × columns, finite; may have more of either
  /// @return for each row its column, [#NONE] for a row that gets none
  public static int[] best(double[][] weights) {
    int columns = weights.length == 0 ? 0 : weights[0].length;
    int size = Math.max(weights.length, columns);
    var solver = new Assignment(weights, size);
    for (int row = 0; row < size; row++) {
      solver.augment(row);
    }
    var columnOf = new int[weights.length];
    Arrays.fill(columnOf, NONE);
    for (int column = 0; column < columns; column++) {
      if (solver.rowOf[column] < weights.length) {
        columnOf[solver.rowOf[column]] = column;
      }
    }
    return columnOf;
  }

  /// Gives `newRow` a column, moving other rows along the cheapest path.
  private void augment(int newRow) {
    int size = cost.length;
    var slack = new double[size];
    var previous = new int[size];
    var done = new boolean[size];
    Arrays.fill(slack, Double.POSITIVE_INFINITY);
    Arrays.fill(previous, NONE);
    int row = newRow;
    int via = NONE;
    while (row != NONE) {
      int nearest = NONE;
      for (int column = 0; column < size; column++) {
        if (!done[column]) {
          double reduced = cost[row][column] - rowPotential[row] - columnPotential[column];
          if (reduced < slack[column]) {
            slack[column] = reduced;
            previous[column] = via;
          }
          if (nearest == NONE || slack[column] < slack[nearest]) {
            nearest = column;
          }
        }
      }
      shift(newRow, slack, done, slack[nearest]);
      done[nearest] = true;
      via = nearest;
      row = rowOf[nearest];
    }
    while (via != NONE) {
      int before = previous[via];
      rowOf[via] = before == NONE ? newRow : rowOf[before];
      via = before;
    }
  }

  /// Lowers the slack of open columns by `delta` and keeps the closed ones tight.
  private void shift(int newRow, double[] slack, boolean[] done, double delta) {
    rowPotential[newRow] += delta;
    for (int column = 0; column < done.length; column++) {
      if (done[column]) {
        rowPotential[rowOf[column]] += delta;
        columnPotential[column] -= delta;
      } else {
        slack[column] -= delta;
      }
    }
  }
}
