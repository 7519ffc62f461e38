package voxcrate.engine.audio.stream;

import java.io.IOException;

/// Samples of one track as they were stored: all channels, own sample rate.
///
/// Memory stays bounded whatever the file says about itself. Not thread-safe; the owner closes it.
public interface PcmStream extends AutoCloseable {
  PcmFormat format();

  /// Takes up to `maxFrames` frames (one sample of each channel, in [-1, 1], interleaved); often
  /// fewer, so that what was decoded is given before something broken behind it is met.
  ///
  /// @return frames written to `interleaved`, 0 at the end of the recording only
  /// @throws RefusedAudioException when the rest cannot be decoded
  /// @throws java.io.EOFException when the file ends inside something
  int read(float[] interleaved, int maxFrames) throws IOException;

  /// Steps over frames where the format knows how to without decoding them.
  ///
  /// @return frames stepped over, 0 to `frames`; the rest has to be read and dropped
  default long skip(long frames) throws IOException {
    return 0;
  }

  /// Whether a track that ends before the length in [#format] lacks something. Some containers
  /// state the length of their longest track.
  default boolean isLengthExact() {
    return true;
  }

  @Override
  default void close() {}
}
