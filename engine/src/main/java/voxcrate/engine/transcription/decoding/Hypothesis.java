package voxcrate.engine.transcription.decoding;

import java.util.Arrays;
import java.util.List;

/// One way a text may have been said.
///
/// @param tokens without the one that ends it
/// @param logProbability of all of them together, and of the end where it was written
record Hypothesis(List<Integer> tokens, double logProbability) {
  Hypothesis {
    tokens = List.copyOf(tokens);
  }

  static Hypothesis of(int[] tokens, double logProbability) {
    return new Hypothesis(Arrays.stream(tokens).boxed().toList(), logProbability);
  }

  /// By token, the one that ends it counted too.
  double averageLogProbability() {
    return logProbability / (tokens.size() + 1);
  }
}
