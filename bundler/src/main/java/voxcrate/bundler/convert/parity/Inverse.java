package voxcrate.bundler.convert.parity;

import java.util.Optional;

/// The inverse of a square matrix, by Gauss and Jordan with the largest pivot of each column.
final class Inverse {
  private final int size;
  private final Matrix left;
  private final Matrix right;

  private Inverse(Matrix matrix) {
    this.size = matrix.rows;
    this.left = new Matrix(size, size, matrix.numbers.clone());
    this.right = new Matrix(size, size);
    for (int i = 0; i < size; i++) {
      right.set(i, i, 1);
    }
  }

  /// Empty where there is none.
  static Optional<Matrix> of(Matrix matrix) {
    var inverse = new Inverse(matrix);
    for (int column = 0; column < inverse.size; column++) {
      int pivot = inverse.pivot(column);
      double value = inverse.left.get(pivot, column);
      if (value == 0 || !Double.isFinite(value)) {
        return Optional.empty();
      }
      inverse.swap(column, pivot);
      inverse.clear(column);
    }
    return Optional.of(inverse.right);
  }

  private int pivot(int column) {
    int pivot = column;
    for (int row = column + 1; row < size; row++) {
      if (Math.abs(left.get(row, column)) > Math.abs(left.get(pivot, column))) {
        pivot = row;
      }
    }
    return pivot;
  }

  private void swap(int one, int other) {
    for (var matrix : new Matrix[] {left, right}) {
      for (int column = 0; column < size; column++) {
        double kept = matrix.get(one, column);
        matrix.set(one, column, matrix.get(other, column));
        matrix.set(other, column, kept);
      }
    }
  }

  /// Makes `column` that of the identity.
  private void clear(int column) {
    subtract(column, column, 1 - 1 / left.get(column, column));
    for (int row = 0; row < size; row++) {
      if (row != column) {
        subtract(row, column, left.get(row, column));
      }
    }
  }

  /// Takes `share` of row `other` off row `one`.
  private void subtract(int one, int other, double share) {
    for (var matrix : new Matrix[] {left, right}) {
      for (int column = 0; column < size; column++) {
        matrix.set(one, column, matrix.get(one, column) - share * matrix.get(other, column));
      }
    }
  }
}
