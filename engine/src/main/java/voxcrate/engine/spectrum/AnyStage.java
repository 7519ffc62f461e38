package voxcrate.engine.spectrum;

/// A stage of any radix, straight from the definition.
final class AnyStage extends FftStage {
  private final double[] rootCosines;
  private final double[] rootSines;

  AnyStage(int radix, int left, int stride) {
    super(radix, left, stride);
    this.rootCosines = new double[radix];
    this.rootSines = new double[radix];
    for (int i = 0; i < radix; i++) {
      rootCosines[i] = Math.cos(-2 * Math.PI * i / radix);
      rootSines[i] = Math.sin(-2 * Math.PI * i / radix);
    }
  }

  @Override
  void run(double[] real, double[] imaginary, double[] targetReal, double[] targetImaginary) {
    for (int group = 0; group < groups; group++) {
      for (int result = 0; result < radix; result++) {
        int turn = group * (radix - 1) + result - 1;
        double cosine = result == 0 ? 1 : cosines[turn];
        double sine = result == 0 ? 0 : sines[turn];
        for (int i = 0; i < stride; i++) {
          double sumReal = 0;
          double sumImaginary = 0;
          for (int term = 0; term < radix; term++) {
            int source = i + stride * (group + groups * term);
            int root = term * result % radix;
            sumReal += real[source] * rootCosines[root] - imaginary[source] * rootSines[root];
            sumImaginary += real[source] * rootSines[root] + imaginary[source] * rootCosines[root];
          }
          int target = i + stride * (radix * group + result);
          targetReal[target] = sumReal * cosine - sumImaginary * sine;
          targetImaginary[target] = sumReal * sine + sumImaginary * cosine;
        }
      }
    }
  }
}
