package voxcrate.engine.clustering;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// What variational Bayes came to.
public final class SpeakerPosterior {
  /// A smaller share of all vectors is nobody's; pyannote.audio's `VBxClustering` has this value.
  private static final double SMALLEST_SHARE = 1e-7;

  private final Observations observations;
  private final SpeakerMixture mixture;
  private final double[] shares;
  private final List<Double> bounds;

  /// Their numbers in the first guess.
  private final int[] left;

  SpeakerPosterior(
      Observations observations, SpeakerMixture mixture, double[] shares, List<Double> bounds) {
    this.observations = observations;
    this.mixture = mixture;
    this.shares = shares;
    this.bounds = List.copyOf(bounds);
    this.left =
        IntStream.range(0, shares.length)
            .filter(speaker -> shares[speaker] > SMALLEST_SHARE)
            .toArray();
  }

  /// How many speakers are left.
  public int speakers() {
    return left.length;
  }

  /// The probabilities of the speakers that are left for a vector, computed anew each time.
  public double[] of(int vector) {
    var all = ofFirstGuess(vector);
    return Arrays.stream(left).mapToDouble(speaker -> all[speaker]).toArray();
  }

  /// The same of all speakers of the first guess, in sum 1.
  double[] ofFirstGuess(int vector) {
    return observations.responsibilities(vector, mixture);
  }

  /// Of all vectors, how many are each speaker's; in sum 1.
  double[] shares() {
    return shares.clone();
  }

  /// The lower bound of the evidence after each iteration.
  List<Double> bounds() {
    return bounds;
  }
}
