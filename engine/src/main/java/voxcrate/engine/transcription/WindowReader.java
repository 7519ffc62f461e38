package voxcrate.engine.transcription;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import voxcrate.engine.audio.TimeRange;
import voxcrate.engine.audio.Waveform;

/// Reads windows of a recording one after the other; between them nothing is kept.
final class WindowReader {
  /// So little holds no sound of its own: what sums of times are off by.
  private static final double NOTHING = 1e-3;

  private final Waveform audio;
  private final float[] samples;
  private long read;

  /// @param windowSamples of the longest window
  WindowReader(Waveform audio, int windowSamples) {
    this.audio = audio;
    this.samples = new float[windowSamples];
  }

  /// Stretches that are longer than a window, as windows that follow one another.
  static List<TimeRange> windows(List<TimeRange> stretches, double windowSeconds) {
    var windows = new ArrayList<TimeRange>();
    for (var stretch : stretches) {
      double start = stretch.startSeconds();
      for (; stretch.endSeconds() - start > windowSeconds + NOTHING; start += windowSeconds) {
        windows.add(new TimeRange(start, start + windowSeconds));
      }
      windows.add(new TimeRange(start, stretch.endSeconds()));
    }
    return windows;
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
