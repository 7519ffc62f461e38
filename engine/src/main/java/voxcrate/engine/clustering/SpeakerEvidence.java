package voxcrate.engine.clustering;

import java.util.Arrays;

/// What vectors say of each speaker, added up: how many are that speaker's, and their sum.
final class SpeakerEvidence {
  private final double[] counts;

  /// Axes × speakers: the inner loops run over speakers, next to each other in memory.
  private final double[][] sums;

  private long vectors;

  SpeakerEvidence(int speakers, int dimension) {
    counts = new double[speakers];
    sums = new double[dimension][speakers];
  }

  /// @param responsibilities by speaker, in sum 1
  void add(double[] vector, double[] responsibilities) {
    vectors++;
    for (int speaker = 0; speaker < counts.length; speaker++) {
      counts[speaker] += responsibilities[speaker];
    }
    for (int axis = 0; axis < vector.length; axis++) {
      addScaled(vector[axis], responsibilities, sums[axis]);
    }
  }

  static void addScaled(double factor, double[] values, double[] target) {
    for (int i = 0; i < target.length; i++) {
      target[i] += factor * values[i];
    }
  }

  int speakers() {
    return counts.length;
  }

  double count(int speaker) {
    return counts[speaker];
  }

  double sum(int axis, int speaker) {
    return sums[axis][speaker];
  }

  /// Of all vectors, how many are each speaker's; in sum 1.
  double[] shares() {
    return Arrays.stream(counts).map(count -> count / vectors).toArray();
  }
}
