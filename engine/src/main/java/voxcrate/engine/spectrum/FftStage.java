package voxcrate.engine.spectrum;

/// One stage of a transform: `radix` numbers at a time, which lie a `radix`-th of the whole apart,
/// become their own small transform, each result is turned by its twiddle factor and put beside the
/// others.
abstract class FftStage {
  final int radix;

  /// Small transforms of one kind.
  final int groups;

  /// Neighbours that are treated alike, and from one small transform to the next.
  final int stride;

  /// By group and result but the first: what it is multiplied with.
  final double[] cosines;

  final double[] sines;

  /// @param left length that is not taken apart yet
  FftStage(int radix, int left, int stride) {
    this.radix = radix;
    this.groups = left / radix;
    this.stride = stride;
    this.cosines = new double[groups * (radix - 1)];
    this.sines = new double[groups * (radix - 1)];
    for (int group = 0; group < groups; group++) {
      for (int result = 1; result < radix; result++) {
        double angle = -2 * Math.PI * group * result / left;
        cosines[group * (radix - 1) + result - 1] = Math.cos(angle);
        sines[group * (radix - 1) + result - 1] = Math.sin(angle);
      }
    }
  }

  static FftStage of(int radix, int left, int stride) {
    return switch (radix) {
      case 4 -> new FourStage(left, stride);
      case 5 -> new FiveStage(left, stride);
      default -> new AnyStage(radix, left, stride);
    };
  }

  abstract void run(
      double[] real, double[] imaginary, double[] targetReal, double[] targetImaginary);
}
