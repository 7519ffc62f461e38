package voxcrate.engine.audio.codec;

import voxcrate.engine.audio.stream.RefusedAudioException;

/// Turns packets of one coded stream, in order, into samples. Not thread-safe.
public interface PacketDecoder {
  int sampleRate();

  int channels();

  /// Adds the packet's samples to `target`, whose channels are this decoder's. A damaged packet may
  /// have added some.
  ///
  /// @throws RefusedAudioException when the packet does not decode; the next may
  void decode(byte[] packet, PcmBlock target) throws RefusedAudioException;
}
