package voxcrate.engine.diarization;

import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.onnx.ExecutionTarget.Cpu;
import voxcrate.engine.onnx.ExecutionTarget.Cuda;

/// How many share the work of listening, and how much each takes at a time.
///
/// @param count of lanes, each a thread, from 1 up
/// @param windows that the segmentation model hears at once
/// @param chunks that the embedding model hears at once
record Lanes(int count, int windows, int chunks) {
  /// Windows for a processor: twice as fast as one by one on two threads, at 30 MB each.
  private static final int WINDOWS = 8;

  /// More would take memory, some 50 MB each; further threads help within the lanes.
  private static final int MAX_COUNT = 8;

  /// On a processor two chunks on a thread each take less time than one after the other on both
  /// threads. On a card, lanes prepare what it computes next: one reads and segments, one makes
  /// features, one waits for the card. Not measured on a card.
  static Lanes on(ExecutionTarget target) {
    return switch (target) {
      case Cpu(int threads) -> new Lanes(Math.min(threads, MAX_COUNT), WINDOWS, 1);
      case Cuda _ -> new Lanes(3, 2 * WINDOWS, 16);
    };
  }

  /// What one lane computes with.
  ExecutionTarget share(ExecutionTarget target) {
    return switch (target) {
      case Cpu(int threads) -> new Cpu(threads / count);
      case Cuda _ -> target;
    };
  }
}
