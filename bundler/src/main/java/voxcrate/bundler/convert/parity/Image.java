package voxcrate.bundler.convert.parity;

/// channels × rows × columns, in double precision.
final class Image {
  final int channels;
  final int rows;
  final int columns;
  final double[] pixels;

  Image(int channels, int rows, int columns) {
    this.channels = channels;
    this.rows = rows;
    this.columns = columns;
    this.pixels = new double[channels * rows * columns];
  }

  /// Where a row begins in `pixels`.
  int row(int channel, int row) {
    return (channel * rows + row) * columns;
  }
}
