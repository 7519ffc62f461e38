package voxcrate.engine.diarization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Cuts a stream of samples into chunks of equal length. The last one is padded with silence when
/// samples are left over; there is at least one.
final class SlidingWindow {
  private final SampleSource source;
  private final int hopSamples;
  private final float[] current;
  private boolean started;
  private boolean ended;

  /// Gives samples in order.
  @FunctionalInterface
  interface SampleSource {
    /// @return samples written to `target`: fewer than `length` only at the end
    int read(float[] target, int from, int length);
  }

  SlidingWindow(SampleSource source, int windowSamples, int hopSamples) {
    this.source = source;
    this.hopSamples = hopSamples;
    this.current = new float[windowSamples];
  }

  /// The next `count` chunks, fewer at the end, none after it.
  List<float[]> next(int count) {
    var chunks = new ArrayList<float[]>(count);
    while (chunks.size() < count && advance()) {
      chunks.add(current.clone());
    }
    return chunks;
  }

  private boolean advance() {
    if (ended) {
      return false;
    }
    int kept = started ? current.length - hopSamples : 0;
    int wanted = current.length - kept;
    System.arraycopy(current, wanted, current, 0, kept);
    int read = source.read(current, kept, wanted);
    Arrays.fill(current, kept + read, current.length, 0);
    ended = read < wanted;
    boolean first = !started;
    started = true;
    return read > 0 || first;
  }
}
