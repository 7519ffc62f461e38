package voxcrate.engine.spectrum;

/// The power spectrum of real signals of one fixed, even length. Neighbours become one complex
/// number, and one transform of half the length serves (Press et al., Numerical Recipes, 12.3).
///
/// Not thread-safe: buffers are reused.
public final class RealFft {
  private final int half;
  private final ComplexFft transform;
  private final double[] cosines;
  private final double[] sines;

  /// @param size samples of a signal, even
  public RealFft(int size) {
    if (size < 2 || size % 2 != 0) {
      throw new IllegalArgumentException("not an even length: " + size);
    }
    this.half = size / 2;
    this.transform = new ComplexFft(half);
    this.cosines = new double[half + 1];
    this.sines = new double[half + 1];
    for (int bin = 0; bin <= half; bin++) {
      cosines[bin] = Math.cos(-2 * Math.PI * bin / size);
      sines[bin] = Math.sin(-2 * Math.PI * bin / size);
    }
  }

  /// @param signal as long as the transform
  /// @param power takes |X|² of bins 0 to its length - 1; half the transform and one more are all
  public void power(double[] signal, double[] power) {
    var real = transform.real();
    var imaginary = transform.imaginary();
    for (int i = 0; i < half; i++) {
      real[i] = signal[2 * i];
      imaginary[i] = signal[2 * i + 1];
    }
    transform.run();
    for (int bin = 0; bin < power.length; bin++) {
      power[bin] = power(bin);
    }
  }

  /// Of the even samples' spectrum and the odd ones', turned by where they stand.
  private double power(int bin) {
    int low = bin == half ? 0 : bin;
    int high = bin == 0 ? 0 : half - bin;
    double lowReal = transform.real()[low];
    double lowImaginary = transform.imaginary()[low];
    double highReal = transform.real()[high];
    double highImaginary = transform.imaginary()[high];
    double evenReal = lowReal + highReal;
    double evenImaginary = lowImaginary - highImaginary;
    double oddReal = lowImaginary + highImaginary;
    double oddImaginary = highReal - lowReal;
    double real = evenReal + oddReal * cosines[bin] - oddImaginary * sines[bin];
    double imaginary = evenImaginary + oddReal * sines[bin] + oddImaginary * cosines[bin];
    return (real * real + imaginary * imaginary) / 4;
  }
}
