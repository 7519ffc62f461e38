package voxcrate.engine.audio;

import java.math.BigInteger;

/// The low-pass filters of a [Resampler]: sinc functions in Kaiser's window, one for each place
/// that an output sample can have between two input samples (Smith, "Digital Audio Resampling Home
/// Page", 2002; Kaiser's formulas for window and length as in Oppenheim and Schafer, 7.6).
///
/// Rates with a large common divisor have few such places and get each of them exactly. For others
/// there are 512, and in between two neighbours are weighed; that errs by less than -105 dB.
final class SincBank {
  /// Zero crossings of the sinc on each side: the filter's half width.
  private static final int CROSSINGS = 64;

  /// Kaiser's window for 90 dB.
  private static final double KAISER_BETA = 0.1102 * (90 - 8.7);

  private static final double BESSEL_AT_BETA = bessel(KAISER_BETA);

  /// Cut-off in Nyquist frequencies: half the transition band below 1.
  private static final double CUT_OFF = 0.9548;

  /// Up to so many places each has its own filter: 44.1 kHz needs 160, 11.025 kHz 640.
  private static final int MAX_EXACT = 1_024;

  private static final int INTERPOLATED = 512;

  /// Places × taps, each with unit gain at zero frequency. Where neighbours are weighed one more,
  /// for the place of the next input sample.
  private final float[][] filters;

  private final int phases;
  private final boolean exact;

  private SincBank(float[][] filters, int phases, boolean exact) {
    this.filters = filters;
    this.phases = phases;
    this.exact = exact;
  }

  static SincBank of(int inputRate, int outputRate) {
    int phases = outputRate / gcd(inputRate, outputRate);
    if (inputRate == outputRate) {
      return new SincBank(new float[][] {{1}}, phases, true);
    }
    boolean exact = phases <= MAX_EXACT;
    int places = exact ? phases : INTERPOLATED;
    // In input samples: where the filter's zeros are, and how far it reaches.
    double period = Math.max(1.0, inputRate / (double) outputRate) / CUT_OFF;
    int half = (int) Math.ceil(CROSSINGS * period);
    var filters = new float[exact ? places : places + 1][];
    for (int place = 0; place < filters.length; place++) {
      filters[place] = filter(place / (double) places, half, period);
    }
    return new SincBank(filters, phases, exact);
  }

  /// Output steps through the input in steps of `1 / phases` samples.
  int phases() {
    return phases;
  }

  int taps() {
    return filters[0].length;
  }

  /// The output sample at `phase`, from the input samples that begin at `start`.
  float apply(int phase, float[] input, int start) {
    if (exact) {
      return dot(filters[phase], input, start);
    }
    double place = phase * (double) INTERPOLATED / phases;
    int before = (int) place;
    float share = (float) (place - before);
    float near = dot(filters[before], input, start);
    return near + share * (dot(filters[before + 1], input, start) - near);
  }

  /// Eight sums side by side: one would wait for itself.
  private static float dot(float[] filter, float[] input, int start) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    float e = 0;
    float f = 0;
    float g = 0;
    float h = 0;
    int whole = filter.length & -8;
    for (int i = 0; i < whole; i += 8) {
      a += filter[i] * input[start + i];
      b += filter[i + 1] * input[start + i + 1];
      c += filter[i + 2] * input[start + i + 2];
      d += filter[i + 3] * input[start + i + 3];
      e += filter[i + 4] * input[start + i + 4];
      f += filter[i + 5] * input[start + i + 5];
      g += filter[i + 6] * input[start + i + 6];
      h += filter[i + 7] * input[start + i + 7];
    }
    for (int i = whole; i < filter.length; i++) {
      a += filter[i] * input[start + i];
    }
    return a + b + (c + d) + (e + f + (g + h));
  }

  /// The filter for an output that lies `offset` input samples after the middle tap.
  private static float[] filter(double offset, int half, double period) {
    var weights = new double[2 * half + 1];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double distance = i - half - offset;
      weights[i] = sinc(distance / period) * kaiser(distance / (half + 1));
      sum += weights[i];
    }
    var filter = new float[weights.length];
    for (int i = 0; i < filter.length; i++) {
      filter[i] = (float) (weights[i] / sum);
    }
    return filter;
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }

  private static double kaiser(double x) {
    return Math.abs(x) >= 1 ? 0 : bessel(KAISER_BETA * Math.sqrt(1 - x * x)) / BESSEL_AT_BETA;
  }

  /// Modified Bessel function of the first kind, order 0, by its power series.
  private static double bessel(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; term > 1e-12 * sum; k++) {
      term *= (x / 2 / k) * (x / 2 / k);
      sum += term;
    }
    return sum;
  }

  static int gcd(int a, int b) {
    return BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)).intValueExact();
  }
}
