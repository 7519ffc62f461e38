package voxcrate.bundler.convert.arch;

/// Row-major matrices.
final class Matrices {
  private Matrices() {}

  /// rows × columns to columns × rows.
  static float[] transposed(float[] matrix, int rows, int columns) {
    var turned = new float[matrix.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        turned[column * rows + row] = matrix[row * columns + column];
      }
    }
    return turned;
  }
}
