package voxcrate.engine.audio;

import java.util.Arrays;

/// Changes the sample rate of a stream by a rational factor, with a polyphase bank of
/// Kaiser-windowed sinc filters (Smith, "Digital Audio Resampling Home Page", 2002; Kaiser's
/// formulas for window and length as in Oppenheim and Schafer, 7.6).
///
/// Flat within 0.05 dB up to 90 % of the lower Nyquist frequency, at least 80 dB down from that
/// frequency on. The delay is compensated: sample 0 of the output lies at sample 0 of the input. At
/// equal rates samples pass unchanged. Memory is bounded by one block and the bank.
final class Resampler {
  /// Zero crossings of the sinc on each side: the filter's half width.
  private static final int CROSSINGS = 64;

  /// Kaiser's window for 90 dB.
  private static final double KAISER_BETA = 0.1102 * (90 - 8.7);

  /// Cut-off in Nyquist frequencies: half the transition band below 1.
  private static final double CUT_OFF = 0.9548;

  /// Filters: phases × taps, each with unit gain at zero frequency.
  private final float[][] bank;

  /// Output steps through `inputStep / phases` input samples.
  private final int phases;

  private final int inputStep;
  private final int taps;

  /// Input not yet used up, beginning with the first tap of the next output.
  private float[] pending;

  private int pendingCount;
  private int phase;

  /// Input samples fed and output samples given so far, to end at the right length.
  private long fed;

  private long drained;
  private boolean finished;

  Resampler(int inputRate, int outputRate) {
    int divisor = gcd(inputRate, outputRate);
    this.phases = outputRate / divisor;
    this.inputStep = inputRate / divisor;
    this.bank = inputRate == outputRate ? new float[][] {{1}} : bank(inputRate, outputRate);
    this.taps = bank[0].length;
    // Half a filter of silence before the first sample centres the first output on it.
    this.pending = new float[Math.max(taps, 1)];
    this.pendingCount = taps / 2;
  }

  /// Takes the next `count` samples.
  void feed(float[] samples, int count) {
    reserve(count);
    System.arraycopy(samples, 0, pending, pendingCount, count);
    pendingCount += count;
    fed += count;
  }

  /// Tells that the input is over: half a filter of silence lets the last samples out.
  void finish() {
    reserve(taps);
    Arrays.fill(pending, pendingCount, pendingCount + taps, 0);
    pendingCount += taps;
    finished = true;
  }

  /// Gives what can be computed so far.
  ///
  /// @return samples written, 0 when more input is needed
  int drain(float[] target, int from, int length) {
    int written = 0;
    int start = 0;
    long end = finished ? (fed * phases + inputStep - 1) / inputStep : Long.MAX_VALUE;
    while (written < length && drained < end && start + taps <= pendingCount) {
      target[from + written++] = filtered(bank[phase], start);
      drained++;
      phase += inputStep;
      start += phase / phases;
      phase %= phases;
    }
    drop(start);
    return written;
  }

  private float filtered(float[] filter, int start) {
    float sum = 0;
    for (int i = 0; i < taps; i++) {
      sum += filter[i] * pending[start + i];
    }
    return sum;
  }

  private void drop(int count) {
    int dropped = Math.min(count, pendingCount);
    System.arraycopy(pending, dropped, pending, 0, pendingCount - dropped);
    pendingCount -= dropped;
  }

  private void reserve(int count) {
    if (pendingCount + count > pending.length) {
      pending = Arrays.copyOf(pending, pendingCount + count);
    }
  }

  private static float[][] bank(int inputRate, int outputRate) {
    int phases = outputRate / gcd(inputRate, outputRate);
    // In input samples: where the filter's zeros are, and how far it reaches.
    double period = Math.max(1.0, inputRate / (double) outputRate) / CUT_OFF;
    int half = (int) Math.ceil(CROSSINGS * period);
    var bank = new float[phases][];
    for (int phase = 0; phase < phases; phase++) {
      bank[phase] = filter(phase / (double) phases, half, period);
    }
    return bank;
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
    return Math.abs(x) >= 1 ? 0 : bessel(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel(KAISER_BETA);
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

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
