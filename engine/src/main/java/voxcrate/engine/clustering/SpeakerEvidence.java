package voxcrate.engine.clustering;

import java.util.Arrays;

/// What vectors say of each speaker, added up: how many are that speaker's, and their sum.
final class SpeakerEvidence {
  /// A smaller share than this is lost in rounding anyway.
  private static final double LEAST = 1e-18;

  private final double[] counts;

  /// Speakers × axes. Hardly any vector is shared by more than two or three speakers.
  private final double[][] sums;

  private long vectors;

  SpeakerEvidence(int speakers, int dimension) {
    counts = new double[speakers];
    sums = new double[speakers][dimension];
  }

  /// @param responsibilities by speaker, in sum 1
  void add(double[] vector, double[] responsibilities) {
    vectors++;
    for (int speaker = 0; speaker < counts.length; speaker++) {
      if (responsibilities[speaker] >= LEAST) {
        counts[speaker] += responsibilities[speaker];
        addScaled(responsibilities[speaker], vector, sums[speaker]);
      }
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
    return sums[speaker][axis];
  }

  /// Of all vectors, how many are each speaker's; in sum 1.
  double[] shares() {
    return Arrays.stream(counts).map(count -> count / vectors).toArray();
  }
}
