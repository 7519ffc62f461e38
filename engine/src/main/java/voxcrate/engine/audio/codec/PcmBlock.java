package voxcrate.engine.audio.codec;

import java.util.Arrays;

/// Samples on their way from a decoder to whoever reads them: frames of all channels, interleaved,
/// in one array that is reused.
public final class PcmBlock {
  private final int channels;
  private float[] samples = {};
  private int from;
  private int to;

  public PcmBlock(int channels) {
    this.channels = channels;
  }

  public int channels() {
    return channels;
  }

  public int frames() {
    return to - from;
  }

  /// Makes room for `frames` more and counts them in.
  ///
  /// @return where in [#samples] the first of them begins
  public int grow(int frames) {
    if (from == to) {
      from = 0;
      to = 0;
    }
    int needed = (to + frames) * channels;
    if (needed > samples.length) {
      samples = Arrays.copyOf(samples, needed);
    }
    int at = to * channels;
    to += frames;
    return at;
  }

  /// To write into, at what [#grow] gave.
  public float[] samples() {
    return samples;
  }

  public void growSilent(int frames) {
    int at = grow(frames);
    Arrays.fill(samples, at, at + frames * channels, 0);
  }

  /// Drops frames at the front.
  public void dropFirst(long frames) {
    from += (int) Math.min(frames, frames());
  }

  /// Drops frames at the end, so that at most `frames` are left.
  public void keepFirst(long frames) {
    to = from + Math.clamp(frames, 0, frames());
  }

  /// Moves up to `maxFrames` frames to the front of `interleaved`.
  public int take(float[] interleaved, int maxFrames) {
    int frames = Math.min(maxFrames, frames());
    System.arraycopy(samples, from * channels, interleaved, 0, frames * channels);
    from += frames;
    return frames;
  }
}
