package voxcrate.engine.audio.flac;

import java.io.IOException;
import java.util.Arrays;

/// One channel of a FLAC frame (RFC 9639, 9.2): a prediction from the samples before, and what the
/// prediction leaves over.
final class FlacSubframe {
  /// Binomial coefficients: the fixed predictors take repeated differences.
  private static final int[][] FIXED = {{}, {1}, {2, -1}, {3, -3, 1}, {4, -6, 4, -1}};

  private final FlacBits in;
  private final long[] samples;
  private final int bits;

  private FlacSubframe(FlacBits in, long[] samples, int bits) {
    this.in = in;
    this.samples = samples;
    this.bits = bits;
  }

  /// Fills `samples` with one channel.
  ///
  /// @param bits of one sample
  static void read(FlacBits in, long[] samples, int bits) throws IOException {
    if (in.unsigned(1) != 0) {
      throw new FlacException("a subframe does not begin with a zero bit");
    }
    int type = (int) in.unsigned(6);
    int wasted = in.unsigned(1) == 0 ? 0 : in.zeros() + 1;
    if (wasted >= bits) {
      throw new FlacException("a subframe has no bits left");
    }
    new FlacSubframe(in, samples, bits - wasted).decode(type);
    for (int i = 0; i < samples.length; i++) {
      samples[i] <<= wasted;
    }
  }

  private void decode(int type) throws IOException {
    if (type == 0) {
      Arrays.fill(samples, in.signed(bits));
    } else if (type == 1) {
      readPlain(samples.length);
    } else if (type >= 8 && type <= 12) {
      readFixed(type - 8);
    } else if (type >= 32) {
      readLinear(type - 31);
    } else {
      throw new FlacException("a subframe uses a reserved type");
    }
  }

  private void readPlain(int count) throws IOException {
    if (count > samples.length) {
      throw new FlacException("a predictor is longer than its block");
    }
    for (int i = 0; i < count; i++) {
      samples[i] = in.signed(bits);
    }
  }

  private void readFixed(int order) throws IOException {
    readPlain(order);
    FlacResidual.read(in, samples, order);
    predict(FIXED[order], 0);
  }

  private void readLinear(int order) throws IOException {
    readPlain(order);
    int precision = (int) in.unsigned(4) + 1;
    int shift = (int) in.signed(5);
    if (precision == 16 || shift < 0) {
      throw new FlacException("a linear predictor uses reserved values");
    }
    var coefficients = new int[order];
    for (int i = 0; i < order; i++) {
      coefficients[i] = (int) in.signed(precision);
    }
    FlacResidual.read(in, samples, order);
    predict(coefficients, shift);
  }

  /// Adds the prediction to what is left over, sample by sample.
  private void predict(int[] coefficients, int shift) {
    for (int i = coefficients.length; i < samples.length; i++) {
      long sum = 0;
      for (int k = 0; k < coefficients.length; k++) {
        sum += coefficients[k] * samples[i - 1 - k];
      }
      samples[i] += sum >> shift;
    }
  }
}
