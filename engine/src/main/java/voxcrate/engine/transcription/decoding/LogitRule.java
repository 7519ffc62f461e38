package voxcrate.engine.transcription.decoding;

/// Says what a text may go on with, by changing how well each token would follow. What is forbidden
/// becomes -∞.
interface LogitRule {
  /// @param logits by token, changed
  /// @param written tokens of the text so far, the prompt not among them
  void apply(float[] logits, int[] written);
}
