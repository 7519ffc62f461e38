package voxcrate.bundler.convert.parity;

import java.util.Arrays;

/// Rows of equal length, in double precision: channels × positions, or frames × features.
final class Matrix {
  final int rows;
  final int columns;
  final double[] numbers;

  Matrix(int rows, int columns) {
    this(rows, columns, new double[rows * columns]);
  }

  Matrix(int rows, int columns, double[] numbers) {
    this.rows = rows;
    this.columns = columns;
    this.numbers = numbers;
  }

  double get(int row, int column) {
    return numbers[row * columns + column];
  }

  void set(int row, int column, double value) {
    numbers[row * columns + column] = value;
  }

  double[] row(int row) {
    return Arrays.copyOfRange(numbers, row * columns, (row + 1) * columns);
  }

  Matrix transposed() {
    var turned = new Matrix(columns, rows);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        turned.set(column, row, get(row, column));
      }
    }
    return turned;
  }

  /// The product with `right`.
  Matrix times(Matrix right) {
    var product = new Matrix(rows, right.columns);
    for (int row = 0; row < rows; row++) {
      for (int inner = 0; inner < columns; inner++) {
        double factor = get(row, inner);
        for (int column = 0; column < right.columns; column++) {
          product.numbers[row * right.columns + column] += factor * right.get(inner, column);
        }
      }
    }
    return product;
  }
}
