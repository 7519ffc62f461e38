package voxcrate.engine.diarization;

/// A few chunks that follow one another, with the samples that they share held once.
final class Passage {
  private final int firstChunk;
  private final int chunks;
  private final int windowSamples;
  private final int hopSamples;
  private final float[] samples;

  /// @param samples of all chunks; owned by this passage
  Passage(int firstChunk, int chunks, int windowSamples, int hopSamples, float[] samples) {
    this.firstChunk = firstChunk;
    this.chunks = chunks;
    this.windowSamples = windowSamples;
    this.hopSamples = hopSamples;
    this.samples = samples;
  }

  /// Of the whole recording, counted from 0.
  int firstChunk() {
    return firstChunk;
  }

  int chunks() {
    return chunks;
  }

  int windowSamples() {
    return windowSamples;
  }

  int hopSamples() {
    return hopSamples;
  }

  /// Whether there is no sound in it at all, not even noise.
  boolean isMuted() {
    for (float sample : samples) {
      if (sample != 0) {
        return false;
      }
    }
    return true;
  }

  /// Where a chunk begins in [#samples].
  ///
  /// @param index within the passage
  int start(int index) {
    return index * hopSamples;
  }

  /// Not a copy.
  float[] samples() {
    return samples;
  }
}
