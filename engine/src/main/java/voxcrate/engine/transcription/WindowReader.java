package voxcrate.engine.transcription;

import java.util.Arrays;
import voxcrate.engine.audio.TimeRange;
import voxcrate.engine.audio.Waveform;

/// Reads windows of a recording one after the other; between them nothing is kept.
final class WindowReader {
  private final Waveform audio;
  private final float[] samples;
  private long read;

  /// @param windowSamples of the longest window
  WindowReader(Waveform audio, int windowSamples) {
    this.audio = audio;
    this.samples = new float[windowSamples];
  }

  /// The samples of a window, as many as there are before the recording ends; none behind it.
  ///
  /// @param window that does not begin before the end of the one read last
  float[] read(TimeRange window) {
    long start = Math.max(read, sample(window.startSeconds()));
    long end = Math.min(start + samples.length, sample(window.endSeconds()));
    while (read < start) {
      int skipped = audio.read(samples, 0, (int) Math.min(samples.length, start - read));
      if (skipped == 0) {
        return new float[0];
      }
      read += skipped;
    }
    int count = audio.read(samples, 0, (int) Math.max(0, end - start));
    read += count;
    return Arrays.copyOf(samples, count);
  }

  private long sample(double seconds) {
    return Math.round((seconds - audio.startSeconds()) * audio.sampleRate());
  }
}
