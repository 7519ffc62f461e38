package voxcrate.engine.clustering;

import java.util.Arrays;

/// What one iteration believes of the speakers: where each one's point lies and how surely, and
/// how often each one speaks. Numbers of equations are those of Landini et al. 2022.
final class SpeakerMixture {
  /// Keeps a speaker without a share possible.
  private static final double LEAST_SHARE = 1e-8;

  private final SpeakerPrior prior;

  /// α, axes × speakers.
  private final double[][] means;

  /// What of a vector's log-likelihood depends on the speaker alone, with the speaker's share.
  private final double[] offsets;

  private double logPrior;

  /// @param evidence the vectors, by speaker
  /// @param shares how often each speaks
  SpeakerMixture(SpeakerPrior prior, SpeakerEvidence evidence, double[] shares) {
    this.prior = prior;
    means = new double[prior.dimension()][shares.length];
    offsets = new double[shares.length];
    for (int axis = 0; axis < means.length; axis++) {
      place(evidence, axis);
    }
    for (int speaker = 0; speaker < shares.length; speaker++) {
      offsets[speaker] += Math.log(shares[speaker] + LEAST_SHARE);
    }
  }

  /// Equations 16 and 17, and the sums over them in 23 and 25.
  private void place(SpeakerEvidence evidence, int axis) {
    double ratio = prior.fa() / prior.fb();
    double variance = prior.variance(axis);
    for (int speaker = 0; speaker < offsets.length; speaker++) {
      double uncertainty = 1 / (1 + ratio * evidence.count(speaker) * variance);
      double mean = ratio * uncertainty * evidence.sum(axis, speaker);
      double square = mean * mean;
      means[axis][speaker] = mean;
      offsets[speaker] -= prior.fa() * 0.5 * (uncertainty + square) * variance;
      logPrior += prior.fb() * 0.5 * (Math.log(uncertainty) - uncertainty - square + 1);
    }
  }

  int speakers() {
    return offsets.length;
  }

  /// The part of the lower bound that speaks for few speakers near the middle (equation 25).
  double logPrior() {
    return logPrior;
  }

  /// Who a vector is of (equation 23).
  ///
  /// @param constant what of the vector's log-likelihood does not depend on the speaker
  /// @param responsibilities becomes the probability of each speaker
  /// @return the vector's log-likelihood
  double explain(double[] vector, double constant, double[] responsibilities) {
    Arrays.fill(responsibilities, 0);
    for (int axis = 0; axis < vector.length; axis++) {
      SpeakerEvidence.addScaled(vector[axis], means[axis], responsibilities);
    }
    double highest = Double.NEGATIVE_INFINITY;
    for (int speaker = 0; speaker < offsets.length; speaker++) {
      responsibilities[speaker] =
          prior.fa() * (responsibilities[speaker] + constant) + offsets[speaker];
      highest = Math.max(highest, responsibilities[speaker]);
    }
    return normalise(responsibilities, highest);
  }

  /// From logarithms to probabilities, without overflow.
  ///
  /// @return the logarithm of their sum
  private static double normalise(double[] logarithms, double highest) {
    double sum = 0;
    for (int i = 0; i < logarithms.length; i++) {
      logarithms[i] = Math.exp(logarithms[i] - highest);
      sum += logarithms[i];
    }
    for (int i = 0; i < logarithms.length; i++) {
      logarithms[i] /= sum;
    }
    return highest + Math.log(sum);
  }
}
