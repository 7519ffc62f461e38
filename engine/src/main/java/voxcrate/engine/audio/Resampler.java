package voxcrate.engine.audio;

import java.util.Arrays;

/// Changes the sample rate of a stream by a rational factor, with a bank of windowed sinc filters.
///
/// Flat within 0.001 dB up to 90 % of the lower Nyquist frequency, at least 95 dB down from that
/// frequency on. The delay is compensated: sample 0 of the output lies at sample 0 of the input. At
/// equal rates samples pass unchanged. Memory is bounded by one block and the bank.
final class Resampler {
  private final SincBank bank;

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
    this.bank = SincBank.of(inputRate, outputRate);
    this.phases = bank.phases();
    this.inputStep = inputRate / SincBank.gcd(inputRate, outputRate);
    this.taps = bank.taps();
    // Half a filter of silence before the first sample centres the first output on it.
    this.pending = new float[taps];
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
    long end = finished ? Math.ceilDiv(fed * phases, inputStep) : Long.MAX_VALUE;
    while (written < length && drained < end && start + taps <= pendingCount) {
      target[from + written++] = bank.apply(phase, pending, start);
      drained++;
      phase += inputStep;
      start += phase / phases;
      phase %= phases;
    }
    drop(start);
    return written;
  }

  private void drop(int count) {
    System.arraycopy(pending, count, pending, 0, pendingCount - count);
    pendingCount -= count;
  }

  private void reserve(int count) {
    if (pendingCount + count > pending.length) {
      pending = Arrays.copyOf(pending, pendingCount + count);
    }
  }
}
