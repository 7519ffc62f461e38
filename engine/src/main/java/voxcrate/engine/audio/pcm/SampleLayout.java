package voxcrate.engine.audio.pcm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// What one frame of stored samples looks like: all channels of one instant, one after the other.
public record SampleLayout(SampleForm form, ByteOrder order, int channels) {
  public int frameBytes() {
    return Math.max(1, channels) * form.bytes();
  }

  /// Turns the first `frames` frames of `bytes` into numbers in [-1, 1].
  ///
  /// @param at where in `interleaved` they begin
  public void decode(byte[] bytes, float[] interleaved, int at, int frames) {
    var stored = ByteBuffer.wrap(bytes).order(order);
    int count = frames * channels;
    for (int i = 0; i < count; i++) {
      interleaved[at + i] = form.sample(stored, i * form.bytes());
    }
  }
}
