package voxcrate.engine.transcription.decoding;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/// What hypotheses of different length are compared by.
///
/// @param exponent of Wu et al. 2016, section 7; where there is none, the length itself divides
public record LengthPenalty(OptionalDouble exponent) {
  public static final LengthPenalty BY_LENGTH = new LengthPenalty(OptionalDouble.empty());

  /// Of several equally good ones the first.
  Hypothesis best(List<Hypothesis> hypotheses) {
    return hypotheses.stream()
        .max(Comparator.comparingDouble(this::score))
        .map(best -> first(hypotheses, score(best)))
        .orElseThrow();
  }

  private Hypothesis first(List<Hypothesis> hypotheses, double score) {
    return hypotheses.stream()
        .filter(hypothesis -> score(hypothesis) == score)
        .findFirst()
        .orElseThrow();
  }

  private double score(Hypothesis hypothesis) {
    int length = Math.max(1, hypothesis.tokens().size());
    return hypothesis.logProbability()
        / (exponent.isPresent() ? Math.pow((5.0 + length) / 6, exponent.getAsDouble()) : length);
  }
}
