package voxcrate.engine.clustering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Finds speakers among vectors of a PLDA's space, and how many there are, from a first guess with
/// too many: speakers that the others explain as well lose their share.
///
/// VBx (Landini, Profant, Diez, Burget: "Bayesian HMM clustering of x-vector sequences (VBx) in
/// speaker diarization", 2022) without its transitions from speaker to speaker, as pyannote.audio 4
/// has it. Memory does not depend on vectors times speakers.
public final class VariationalBayes {
  private static final int MAX_ITERATIONS = 20;

  /// Less than this gained for the lower bound of the evidence, and it is done.
  private static final double LEAST_GAIN = 1e-4;

  /// How much more likely a vector's first speaker is than another, as a logarithm.
  private static final double FIRST_GUESS = 7;

  private final SpeakerPrior prior;

  /// @param betweenSpeakers variance of the speakers along each axis; within one speaker it is 1
  /// @param fa weight of what the vectors say
  /// @param fb weight of keeping to the prior: more of it means fewer speakers
  public VariationalBayes(double[] betweenSpeakers, double fa, double fb) {
    prior = new SpeakerPrior(betweenSpeakers, fa, fb);
  }

  /// @param vectors at least one, along the axes of the prior
  /// @param labels the first guess: the speaker of each vector, from 0 without gaps
  public SpeakerPosterior fit(List<double[]> vectors, int[] labels) {
    var observations = new Observations(vectors, prior);
    var evidence = firstGuess(observations, labels); // of each speaker
    var shares = new double[evidence.speakers()];
    Arrays.fill(shares, 1.0 / shares.length);
    var bounds = new ArrayList<Double>();
    SpeakerMixture mixture;
    do {
      mixture = new SpeakerMixture(prior, evidence, shares);
      evidence = new SpeakerEvidence(shares.length, prior.dimension());
      bounds.add(observations.explain(mixture, evidence) + mixture.logPrior());
      shares = evidence.shares();
    } while (bounds.size() < MAX_ITERATIONS && gains(bounds));
    return new SpeakerPosterior(observations, mixture, shares, bounds);
  }

  private static boolean gains(List<Double> bounds) {
    return bounds.size() < 2 || bounds.getLast() - bounds.get(bounds.size() - 2) >= LEAST_GAIN;
  }

  private static SpeakerEvidence firstGuess(Observations observations, int[] labels) {
    int speakers = Arrays.stream(labels).max().orElse(0) + 1;
    double others = 1 / (Math.exp(FIRST_GUESS) + speakers - 1);
    var evidence = new SpeakerEvidence(speakers, observations.dimension());
    var responsibilities = new double[speakers];
    for (int i = 0; i < labels.length; i++) {
      Arrays.fill(responsibilities, others);
      responsibilities[labels[i]] = Math.exp(FIRST_GUESS) * others;
      evidence.add(observations.vector(i), responsibilities);
    }
    return evidence;
  }
}
