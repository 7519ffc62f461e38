package voxcrate.engine.audio;

import java.util.Arrays;

/// How loud a waveform is, in steps of 20 ms.
public final class Loudness {
  public static final int STEPS_PER_SECOND = 50;

  /// Whatever is below it counts as nothing.
  private static final double FLOOR = 1e-9;

  private final int stepSamples;
  private float[] energies = new float[1 << 10];
  private int steps;
  private double sum;
  private int count;

  Loudness(int sampleRate) {
    this.stepSamples = sampleRate / STEPS_PER_SECOND;
  }

  void add(float[] samples, int from, int length) {
    for (int i = from; i < from + length; i++) {
      sum += samples[i] * samples[i];
      if (++count == stepSamples) {
        endStep();
      }
    }
  }

  /// Steps that are complete.
  public int steps() {
    return steps;
  }

  /// Mean square of the samples from one step to another; steps beyond the end are silent.
  public double energy(int fromStep, int toStep) {
    double total = 0;
    for (int step = Math.max(0, fromStep); step < Math.min(toStep, steps); step++) {
      total += energies[step];
    }
    return Math.max(FLOOR, total / Math.max(1, toStep - fromStep));
  }

  private void endStep() {
    if (steps == energies.length) {
      energies = Arrays.copyOf(energies, 2 * steps);
    }
    energies[steps++] = (float) (sum / stepSamples);
    sum = 0;
    count = 0;
  }
}
