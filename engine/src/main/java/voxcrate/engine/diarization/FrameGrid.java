package voxcrate.engine.diarization;

import voxcrate.model.ModelDescriptor.Segmentation;

/// The frames of a whole recording, and where each chunk's frames lie among them. The grid of
/// pyannote.audio 3.2 and later: frame `i` covers its receptive field, which begins at
/// `i × stepSamples`.
///
/// @param windowSamples length of a chunk
/// @param hopSamples from the start of one chunk to the next
/// @param stepSamples from one frame to the next
/// @param fieldSamples receptive field of a frame
record FrameGrid(
    int sampleRate, int windowSamples, int hopSamples, int stepSamples, int fieldSamples) {
  static FrameGrid of(Segmentation model, double stepFraction) {
    return new FrameGrid(
        model.sampleRate(),
        model.windowSamples(),
        Math.toIntExact(Math.round(model.windowSamples() * stepFraction)),
        model.frameStepSamples(),
        model.frameFieldSamples());
  }

  /// Frames in one chunk.
  int framesPerChunk() {
    return (windowSamples - fieldSamples) / stepSamples + 1;
  }

  /// The frame that chunk `chunk` begins with.
  int firstFrame(int chunk) {
    return (int) Math.rint((double) chunk * hopSamples / stepSamples);
  }

  /// Frames of a recording of `chunks` chunks.
  int frames(int chunks) {
    double endSamples = (chunks - 1.0) * hopSamples + windowSamples;
    return (int) Math.rint(endSamples / stepSamples) + 1;
  }

  /// The time a frame stands for. The order of the operations is pyannote's: a duration that ends
  /// in half a millisecond is printed up or down by its last bit.
  double middleSeconds(int frame) {
    double start = frame * (stepSamples / (double) sampleRate);
    double end = start + fieldSamples / (double) sampleRate;
    return 0.5 * (start + end);
  }
}
