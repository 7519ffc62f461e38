package voxcrate.engine.transcription.decoding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Follows the best few texts at a time, and gathers complete ones until there are enough of them
/// (Kasai et al. 2022, whose patience says how many are enough).
final class BeamSearch implements TextSearch {
  private final RuledLogits ruled;
  private final int end;
  private final int beams;
  private final int wanted;
  private final LengthPenalty penalty;
  private final List<Hypothesis> complete = new ArrayList<>();
  private List<Beam> live = List.of(new Beam(0, new int[0], 0));

  private static final class Beam {
    /// Number of the text it came from.
    private final int parent;

    private final int[] tokens;
    private final double logProbability;

    Beam(int parent, int[] tokens, double logProbability) {
      this.parent = parent;
      this.tokens = tokens;
      this.logProbability = logProbability;
    }

    Beam with(int text, int token, double more) {
      var longer = Arrays.copyOf(tokens, tokens.length + 1);
      longer[tokens.length] = token;
      return new Beam(text, longer, logProbability + more);
    }

    double logProbability() {
      return logProbability;
    }

    int last() {
      return tokens[tokens.length - 1];
    }

    Hypothesis whole() {
      return Hypothesis.of(tokens, logProbability);
    }

    /// Without the token that ends it.
    Hypothesis complete() {
      return Hypothesis.of(Arrays.copyOf(tokens, tokens.length - 1), logProbability);
    }
  }

  /// @param end the token that ends a text
  BeamSearch(RuledLogits ruled, int end, int beams, double patience, LengthPenalty penalty) {
    this.ruled = ruled;
    this.end = end;
    this.beams = beams;
    this.wanted = Math.max(1, (int) Math.rint(beams * patience));
    this.penalty = penalty;
  }

  @Override
  public void take(Logits logits) {
    var candidates = new ArrayList<Beam>();
    for (int text = 0; text < live.size(); text++) {
      var beam = live.get(text);
      ruled.read(logits, text, beam.tokens);
      for (int token : ruled.best(beams + 1)) {
        candidates.add(beam.with(text, token, ruled.logProbability(token)));
      }
    }
    candidates.sort(Comparator.comparingDouble(Beam::logProbability).reversed());
    live = follow(candidates);
  }

  /// The best of those that go on; better ones that end are complete.
  private List<Beam> follow(List<Beam> candidates) {
    var next = new ArrayList<Beam>();
    for (var candidate : candidates) {
      if (candidate.last() != end) {
        next.add(candidate);
      } else if (complete.size() < wanted) {
        complete.add(candidate.complete());
      }
      if (next.size() == beams) {
        break;
      }
    }
    return next;
  }

  @Override
  public List<Continuation> next() {
    return live.stream().map(beam -> new Continuation(beam.parent, beam.last())).toList();
  }

  @Override
  public boolean isFinished() {
    return complete.size() >= wanted;
  }

  @Override
  public Hypothesis best() {
    var all = new ArrayList<>(complete);
    live.stream()
        .sorted(Comparator.comparingDouble(Beam::logProbability).reversed())
        .limit(Math.max(0, beams - complete.size()))
        .forEach(beam -> all.add(beam.whole()));
    return penalty.best(all);
  }
}
