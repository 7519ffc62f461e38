package voxcrate.engine.transcription.decoding;

import java.util.random.RandomGenerator;

/// Draws tokens by their probability at a temperature.
record Drawing(double temperature, RandomGenerator random) implements SampledTexts.TokenChoice {
  /// Less than this below the largest is never drawn: e⁻³⁰ of it.
  private static final double NOTHING = -30;

  @Override
  public int from(RuledLogits logits) {
    var numbers = logits.numbers();
    float largest = LogSum.largest(numbers, 0, numbers.length);
    var shares = new double[numbers.length];
    double sum = 0;
    for (int token = 0; token < numbers.length; token++) {
      double exponent = (numbers[token] - largest) / temperature;
      shares[token] = exponent < NOTHING ? 0 : Math.exp(exponent);
      sum += shares[token];
    }
    double left = random.nextDouble() * sum;
    int token = 0;
    int last = 0;
    for (; token < shares.length && left >= 0; token++) {
      if (shares[token] > 0) {
        last = token;
        left -= shares[token];
      }
    }
    return last;
  }
}
