package voxcrate.engine.diarization;

import java.util.Arrays;
import java.util.Optional;

/// Cuts a stream of samples into chunks of equal length that overlap. The last one is padded with
/// silence when samples are left over; there is at least one.
final class SlidingWindow {
  private final SampleSource source;
  private final int hopSamples;

  /// The last chunk that was given out.
  private final float[] last;

  private int chunks;
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
    this.last = new float[windowSamples];
  }

  /// The next `count` chunks, fewer at the end, nothing after it.
  Optional<Passage> next(int count) {
    if (ended) {
      return Optional.empty();
    }
    int kept = chunks == 0 ? 0 : last.length - hopSamples;
    var samples = new float[last.length + (count - 1) * hopSamples];
    System.arraycopy(last, last.length - kept, samples, 0, kept);
    int read = source.read(samples, kept, samples.length - kept);
    ended = kept + read < samples.length;
    int found = chunksWith(kept, read);
    if (found == 0) {
      return Optional.empty();
    }
    int length = last.length + (found - 1) * hopSamples;
    var passage =
        new Passage(chunks, found, last.length, hopSamples, Arrays.copyOf(samples, length));
    System.arraycopy(samples, length - last.length, last, 0, last.length);
    chunks += found;
    return Optional.of(passage);
  }

  /// How many chunks have a sample that no earlier one has; the very first needs none.
  private int chunksWith(int kept, int read) {
    int beyondFirst = kept + read - last.length;
    int further = beyondFirst > 0 ? Math.ceilDiv(beyondFirst, hopSamples) : 0;
    return read > 0 || chunks == 0 ? 1 + further : 0;
  }
}
