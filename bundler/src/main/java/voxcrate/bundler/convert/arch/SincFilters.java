package voxcrate.bundler.convert.arch;

import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.refusal.Refusal;

/// SincNet's filter bank, computed out: the checkpoint stores two numbers a filter (lower edge and
/// width of its band), a plain convolution needs the filter itself.
///
/// As asteroid's `ParamSincFB` does (Pariente et al. 2020, "Filterbank design for end-to-end speech
/// separation"): cosine filters for all bands, then sine filters for all bands. Computed in double
/// precision, and bit for bit the same on every machine.
final class SincFilters {
  private static final String PREFIX = "sincnet.conv1d.0.filterbank.";

  /// No band begins below 50 Hz, and none is narrower.
  private static final double MIN_HERTZ = 50;

  /// 80 filters of 251 taps are published.
  private static final long MAX_TAPS = 1 << 22;

  private final double[] lowHertz;
  private final double[] bandHertz;
  private final double[] window;
  private final double[] phase;
  private final double nyquist;

  /// @param sampleRate of the audio, in hertz
  SincFilters(TensorStore weights, int sampleRate) {
    var low = weights.get(PREFIX + "low_hz_");
    lowHertz = low.doubles();
    bandHertz = weights.get(PREFIX + "band_hz_", lowHertz.length, 1).doubles();
    window = weights.get(PREFIX + "window_").doubles();
    phase = weights.get(PREFIX + "n_", 1, window.length).doubles();
    nyquist = sampleRate / 2.0;
    long taps = 2L * lowHertz.length * (2L * window.length + 1);
    if (taps > MAX_TAPS) {
      throw Refusal.architecture(weights.file(), "a filter bank of " + taps + " taps");
    }
  }

  int count() {
    return 2 * lowHertz.length;
  }

  int kernel() {
    return 2 * window.length + 1;
  }

  /// count × 1 × kernel.
  float[] bank() {
    var bank = new float[count() * kernel()];
    for (int band = 0; band < lowHertz.length; band++) {
      double low = MIN_HERTZ + Math.abs(lowHertz[band]);
      double high = Math.clamp(low + MIN_HERTZ + Math.abs(bandHertz[band]), MIN_HERTZ, nyquist);
      cosineFilter(bank, band * kernel(), low, high);
      sineFilter(bank, (lowHertz.length + band) * kernel(), low, high);
    }
    return bank;
  }

  /// Even: its left half mirrored to the right, 1 in the middle.
  private void cosineFilter(float[] bank, int at, double low, double high) {
    int half = window.length;
    bank[at + half] = 1;
    for (int k = 0; k < half; k++) {
      double difference = StrictMath.sin(high * phase[k]) - StrictMath.sin(low * phase[k]);
      float tap = (float) tap(difference, k, high - low);
      bank[at + k] = tap;
      bank[at + 2 * half - k] = tap;
    }
  }

  /// Odd: its left half mirrored and negated, 0 in the middle.
  private void sineFilter(float[] bank, int at, double low, double high) {
    int half = window.length;
    for (int k = 0; k < half; k++) {
      double difference = StrictMath.cos(low * phase[k]) - StrictMath.cos(high * phase[k]);
      float tap = (float) tap(difference, k, high - low);
      bank[at + k] = tap;
      bank[at + 2 * half - k] = -tap;
    }
  }

  private double tap(double difference, int k, double band) {
    return difference / (phase[k] / 2) * window[k] / (2 * band);
  }
}
