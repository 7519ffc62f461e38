package voxcrate.engine.audio.stream;

/// How a recording's samples are laid out in time.
///
/// @param frames length in samples per channel as the file states it; -1 where it does not
public record PcmFormat(int sampleRate, int channels, long frames) {
  /// Below, no speech is left; above, the resampler's tables would grow beyond reason.
  static final int MIN_SAMPLE_RATE = 1_000;

  static final int MAX_SAMPLE_RATE = 192_000;
  static final int MAX_CHANNELS = 64;

  public static final long UNKNOWN = -1;

  public boolean isSupported() {
    return sampleRate >= MIN_SAMPLE_RATE
        && sampleRate <= MAX_SAMPLE_RATE
        && channels >= 1
        && channels <= MAX_CHANNELS;
  }

  /// In seconds, where `frames` of this format are.
  public double seconds(long frames) {
    return frames / (double) sampleRate;
  }
}
