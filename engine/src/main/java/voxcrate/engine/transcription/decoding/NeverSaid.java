package voxcrate.engine.transcription.decoding;

import java.util.Collection;

/// Tokens that are never said, or nothing begins with.
record NeverSaid(boolean onlyFirst, Collection<Integer> tokens) implements LogitRule {
  @Override
  public void apply(float[] logits, int[] written) {
    if (!onlyFirst || written.length == 0) {
      for (int token : tokens) {
        logits[token] = Float.NEGATIVE_INFINITY;
      }
    }
  }
}
