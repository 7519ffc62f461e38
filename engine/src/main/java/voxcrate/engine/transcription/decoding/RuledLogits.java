package voxcrate.engine.transcription.decoding;

import java.util.List;

/// The logits of one text after another, as the rules leave them. Not thread-safe: they are read
/// into the same memory.
final class RuledLogits {
  private final List<LogitRule> rules;
  private final float[] numbers;
  private double logSum;

  RuledLogits(List<LogitRule> rules, int vocabulary) {
    this.rules = List.copyOf(rules);
    this.numbers = new float[vocabulary];
  }

  void read(Logits logits, int text, int[] written) {
    logits.read(text, numbers);
    rules.forEach(rule -> rule.apply(numbers, written));
    logSum = LogSum.of(numbers, 0, numbers.length);
  }

  double logProbability(int token) {
    return numbers[token] - logSum;
  }

  float[] numbers() {
    return numbers;
  }

  /// The best token, the first of several.
  int best() {
    float largest = LogSum.largest(numbers, 0, numbers.length);
    int token = 0;
    while (numbers[token] != largest) {
      token++;
    }
    return token;
  }

  /// The `count` best tokens, the best first.
  int[] best(int count) {
    var tokens = new int[count];
    int found = 0;
    float least = Float.NEGATIVE_INFINITY;
    for (int token = 0; token < numbers.length; token++) {
      if (numbers[token] > least || found < count) {
        found = Math.min(count, found + 1);
        insert(tokens, found, token);
        least = found < count ? least : numbers[tokens[count - 1]];
      }
    }
    return tokens;
  }

  /// Behind those that are as good.
  private void insert(int[] tokens, int found, int token) {
    int at = found - 1;
    while (at > 0 && numbers[tokens[at - 1]] < numbers[token]) {
      tokens[at] = tokens[at - 1];
      at--;
    }
    tokens[at] = token;
  }
}
