package voxcrate.engine.diarization;

/// The power spectrum of real signals of one fixed length, by a radix-2 fast Fourier transform.
///
/// Not thread-safe: buffers are reused.
final class RealFft {
  private final int size;
  private final double[] cosines;
  private final double[] sines;
  private final int[] reversed;
  private final double[] real;
  private final double[] imaginary;

  /// @param size a power of two
  RealFft(int size) {
    if (Integer.bitCount(size) != 1 || size < 2) {
      throw new IllegalArgumentException("not a power of two: " + size);
    }
    this.size = size;
    this.cosines = new double[size / 2];
    this.sines = new double[size / 2];
    for (int i = 0; i < size / 2; i++) {
      cosines[i] = Math.cos(-2 * Math.PI * i / size);
      sines[i] = Math.sin(-2 * Math.PI * i / size);
    }
    this.reversed = new int[size];
    int shift = Integer.numberOfLeadingZeros(size) + 1;
    for (int i = 0; i < size; i++) {
      reversed[i] = Integer.reverse(i) >>> shift;
    }
    this.real = new double[size];
    this.imaginary = new double[size];
  }

  /// @param signal as long as the transform
  /// @param power takes |X|² of bins 0 to its length - 1
  void power(double[] signal, double[] power) {
    for (int i = 0; i < size; i++) {
      real[i] = signal[reversed[i]];
      imaginary[i] = 0;
    }
    for (int half = 1; half < size; half *= 2) {
      butterflies(half);
    }
    for (int bin = 0; bin < power.length; bin++) {
      power[bin] = real[bin] * real[bin] + imaginary[bin] * imaginary[bin];
    }
  }

  private void butterflies(int half) {
    int stride = size / (2 * half);
    for (int block = 0; block < size; block += 2 * half) {
      for (int i = 0; i < half; i++) {
        int even = block + i;
        int odd = even + half;
        double cosine = cosines[i * stride];
        double sine = sines[i * stride];
        double turnedReal = real[odd] * cosine - imaginary[odd] * sine;
        double turnedImaginary = real[odd] * sine + imaginary[odd] * cosine;
        real[odd] = real[even] - turnedReal;
        imaginary[odd] = imaginary[even] - turnedImaginary;
        real[even] += turnedReal;
        imaginary[even] += turnedImaginary;
      }
    }
  }
}
