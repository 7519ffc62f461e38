package voxcrate.engine.audio.codec;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The packets of one track, in order.
public interface PacketSource {
  /// Null at the end.
  ///
  /// @throws voxcrate.engine.audio.stream.RefusedAudioException when there is no way on
  byte @Nullable [] next() throws IOException;

  /// Steps over the next packet; false at the end, or where that is no cheaper than reading it.
  default boolean skip() throws IOException {
    return false;
  }

  /// Frames at the end of the packet given last that are no sound.
  default long discard() {
    return 0;
  }

  /// Where the packet given last begins by the source's own clock, in frames from the beginning of
  /// the recording; -1 where that is not stated.
  default long start() {
    return -1;
  }

  /// Whether packets are missing before the one given last.
  default boolean isAfterLoss() {
    return false;
  }
}
