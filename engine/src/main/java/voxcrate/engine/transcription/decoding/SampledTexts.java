package voxcrate.engine.transcription.decoding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Follows texts that do not know of each other. At temperature 0 each takes the best token, and
/// one is enough; above, tokens are drawn, and the best of several texts counts.
final class SampledTexts implements TextSearch {
  private final RuledLogits ruled;
  private final int end;
  private final TokenChoice choice;
  private final LengthPenalty penalty;
  private final List<Text> texts = new ArrayList<>();

  /// How often [#take] was called.
  private int steps;

  private static final class Text {
    private int[] tokens = new int[0];
    private double logProbability;
    private boolean ended;
  }

  /// @param random asked at temperatures above 0
  SampledTexts(
      RuledLogits ruled,
      int end,
      int count,
      double temperature,
      LengthPenalty penalty,
      RandomGenerator random) {
    this.ruled = ruled;
    this.end = end;
    this.choice = temperature == 0 ? RuledLogits::best : new Drawing(temperature, random);
    this.penalty = penalty;
    for (int i = 0; i < count; i++) {
      texts.add(new Text());
    }
  }

  /// Which token follows.
  interface TokenChoice {
    int from(RuledLogits logits);
  }

  @Override
  public void take(Logits logits) {
    for (int i = 0; i < texts.size(); i++) {
      var text = texts.get(i);
      if (!text.ended) {
        ruled.read(logits, steps == 0 ? 0 : i, text.tokens);
        append(text, choice.from(ruled));
      }
    }
    steps++;
  }

  private void append(Text text, int token) {
    text.logProbability += ruled.logProbability(token);
    if (token == end) {
      text.ended = true;
    } else {
      text.tokens = Arrays.copyOf(text.tokens, text.tokens.length + 1);
      text.tokens[text.tokens.length - 1] = token;
    }
  }

  @Override
  public List<Continuation> next() {
    var next = new ArrayList<Continuation>();
    for (int i = 0; i < texts.size(); i++) {
      var text = texts.get(i);
      int parent = steps == 1 ? 0 : i;
      next.add(new Continuation(parent, text.ended ? end : text.tokens[text.tokens.length - 1]));
    }
    return next;
  }

  @Override
  public boolean isFinished() {
    return texts.stream().allMatch(text -> text.ended);
  }

  @Override
  public Hypothesis best() {
    return penalty.best(
        texts.stream().map(text -> Hypothesis.of(text.tokens, text.logProbability)).toList());
  }
}
