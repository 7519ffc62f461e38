package voxcrate.bundler.convert.settings;

/// The sizes of a Whisper network.
///
/// @param mels bands of the spectrogram that it hears
/// @param width of the residual stream, the same in encoder and decoder
/// @param audioPositions the encoder's positions, each of two columns of the spectrogram
/// @param textPositions the most tokens that the decoder looks back on
/// @param vocabulary tokens
public record WhisperSettings(
    int mels,
    int width,
    int audioPositions,
    int textPositions,
    int vocabulary,
    Stack encoder,
    Stack decoder) {
  /// Equal blocks, one after the other.
  ///
  /// @param heads of each attention
  /// @param feedForward width between a block's two linear layers
  public record Stack(int layers, int heads, int feedForward) {}
}
