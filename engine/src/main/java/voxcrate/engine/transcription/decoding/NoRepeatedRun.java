package voxcrate.engine.transcription.decoding;

/// No run of so many tokens is written twice.
///
/// @param tokens of a run
record NoRepeatedRun(int tokens) implements LogitRule {
  @Override
  public void apply(float[] logits, int[] written) {
    int begun = written.length - (tokens - 1);
    for (int start = 0; start < begun; start++) {
      if (matches(written, start, begun)) {
        logits[written[start + tokens - 1]] = Float.NEGATIVE_INFINITY;
      }
    }
  }

  private boolean matches(int[] written, int start, int begun) {
    for (int i = 0; i < tokens - 1; i++) {
      if (written[start + i] != written[begun + i]) {
        return false;
      }
    }
    return true;
  }
}
