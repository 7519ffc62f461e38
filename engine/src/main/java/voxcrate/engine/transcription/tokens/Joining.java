package voxcrate.engine.transcription.tokens;

import java.util.Map;

/// Which neighbours become one token, and which first.
sealed interface Joining {
  /// Never joined.
  int NEVER = Integer.MAX_VALUE;

  /// Lower ones first.
  int rank(String left, String right);

  /// OpenAI's form: the number of what comes out is the rank.
  record ByResult(Vocabulary vocabulary) implements Joining {
    @Override
    public int rank(String left, String right) {
      return vocabulary.number(left + right).orElse(NEVER);
    }
  }

  /// Transformers' form: a list of pairs.
  record ByPair(Map<Pair, Integer> ranks) implements Joining {
    public ByPair {
      ranks = Map.copyOf(ranks);
    }

    @Override
    public int rank(String left, String right) {
      return ranks.getOrDefault(new Pair(left, right), NEVER);
    }
  }

  record Pair(String left, String right) {}
}
