package voxcrate.engine.audio.codec;

import java.util.Arrays;

/// Stands for what is missing of a recording, so that all behind it keeps its time.
public final class Silence {
  /// A longer hole is a number that lies.
  private static final long MAX_HOLE_SECONDS = 3_600;

  /// All holes of a recording together: a few bytes each would else be sound for years.
  private static final long MAX_SECONDS = 24 * 3_600;

  private final int channels;
  private final long maxHole;
  private long allowed;
  private long left;

  public Silence(int sampleRate, int channels) {
    this.channels = channels;
    this.maxHole = MAX_HOLE_SECONDS * sampleRate;
    this.allowed = MAX_SECONDS * sampleRate;
  }

  /// Begins a hole, in frames; false where it makes no sense.
  public boolean begin(long frames) {
    if (frames > maxHole || frames > allowed) {
      return false;
    }
    allowed -= frames;
    left += frames;
    return true;
  }

  public boolean isOver() {
    return left == 0;
  }

  /// Frames still to be given.
  public long left() {
    return left;
  }

  /// Gives up to `maxFrames` frames of it.
  ///
  /// @return frames written to `interleaved`
  public int take(float[] interleaved, int maxFrames) {
    int frames = (int) Math.min(left, maxFrames);
    Arrays.fill(interleaved, 0, frames * channels, 0);
    left -= frames;
    return frames;
  }
}
