package voxcrate.engine.alignment;

/// How well each token of a text fits each position of the audio, in the heads that follow the
/// words: heads × tokens × positions, before any soft-max.
public final class AttentionScores {
  private final float[] values;
  private final int heads;
  private final int tokens;
  private final int positions;

  /// @param values row by row; not copied
  public AttentionScores(float[] values, int heads, int tokens, int positions) {
    if (values.length != (long) heads * tokens * positions || values.length == 0) {
      throw new IllegalArgumentException(
          values.length + " numbers for " + heads + " × " + tokens + " × " + positions);
    }
    this.values = values;
    this.heads = heads;
    this.tokens = tokens;
    this.positions = positions;
  }

  int heads() {
    return heads;
  }

  int tokens() {
    return tokens;
  }

  int positions() {
    return positions;
  }

  float at(int head, int token, int position) {
    return values[(head * tokens + token) * positions + position];
  }
}
