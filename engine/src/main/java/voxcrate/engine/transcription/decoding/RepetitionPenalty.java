package voxcrate.engine.transcription.decoding;

/// Makes tokens that were written already less likely (Keskar et al. 2019, section 4.1).
///
/// @param penalty above 1
record RepetitionPenalty(float penalty) implements LogitRule {
  @Override
  public void apply(float[] logits, int[] written) {
    for (int i = 0; i < written.length; i++) {
      if (isFirst(written, i)) {
        float logit = logits[written[i]];
        logits[written[i]] = logit < 0 ? logit * penalty : logit / penalty;
      }
    }
  }

  private static boolean isFirst(int[] written, int index) {
    for (int i = 0; i < index; i++) {
      if (written[i] == written[index]) {
        return false;
      }
    }
    return true;
  }
}
