package voxcrate.engine.spectrum;

import java.util.ArrayList;
import java.util.List;

/// A fast Fourier transform of any length, in stages of small factors (Stockham's form, which
/// leaves the result in order).
///
/// Not thread-safe: it works in its own buffers, which [#run] exchanges.
final class ComplexFft {
  private final List<FftStage> stages;
  private double[] real;
  private double[] imaginary;
  private double[] otherReal;
  private double[] otherImaginary;

  ComplexFft(int size) {
    this.real = new double[size];
    this.imaginary = new double[size];
    this.otherReal = new double[size];
    this.otherImaginary = new double[size];
    var found = new ArrayList<FftStage>();
    int stride = 1;
    for (int left = size; left > 1; ) {
      int radix = factor(left);
      found.add(FftStage.of(radix, left, stride));
      stride *= radix;
      left /= radix;
    }
    this.stages = List.copyOf(found);
  }

  /// Fours are cheapest.
  private static int factor(int size) {
    for (int factor : new int[] {4, 5, 2, 3}) {
      if (size % factor == 0) {
        return factor;
      }
    }
    int factor = 7;
    while (size % factor != 0) {
      factor += 2;
    }
    return factor;
  }

  /// Where the signal is put, and where the spectrum lies after [#run].
  double[] real() {
    return real;
  }

  double[] imaginary() {
    return imaginary;
  }

  void run() {
    for (var stage : stages) {
      stage.run(real, imaginary, otherReal, otherImaginary);
      exchange();
    }
  }

  private void exchange() {
    var nextReal = otherReal;
    var nextImaginary = otherImaginary;
    otherReal = real;
    otherImaginary = imaginary;
    real = nextReal;
    imaginary = nextImaginary;
  }
}
