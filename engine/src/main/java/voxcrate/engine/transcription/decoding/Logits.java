package voxcrate.engine.transcription.decoding;

/// How well each token of the vocabulary would follow, for some texts of one window.
interface Logits {
  /// Copies those of one text.
  void read(int text, float[] logits);
}
