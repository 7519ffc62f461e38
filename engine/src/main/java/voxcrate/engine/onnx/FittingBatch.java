package voxcrate.engine.onnx;

import voxcrate.engine.cuda.CudaProblem;
import voxcrate.problem.ToolException;

/// As many things at once as a card has memory for: half as many after each time that it had not.
public final class FittingBatch {
  private int size;

  /// @param size to begin with
  public FittingBatch(int size) {
    this.size = size;
  }

  /// Makes something of the things from `from` up to `to`.
  @FunctionalInterface
  public interface Attempt<T> {
    /// @throws ToolException of the code `CARD_MEMORY` when they are too many
    T of(int from, int to);
  }

  /// Takes what was made of the things from `from` up to `to`.
  @FunctionalInterface
  public interface Sink<T> {
    void take(int from, int to, T made);
  }

  /// Things at once, at most.
  public int size() {
    return size;
  }

  /// @param count of things, numbered from 0
  /// @param attempt is made again with fewer of them; it must not have left anything behind
  /// @param sink takes what was made, in order
  /// @throws ToolException what an attempt ended with, if it was not memory, or of one thing alone
  public <T> void each(int count, Attempt<T> attempt, Sink<T> sink) {
    for (int from = 0; from < count; ) {
      int to = from + Math.min(size, count - from);
      T made;
      try {
        made = attempt.of(from, to);
      } catch (ToolException e) {
        if (to - from == 1 || !CudaProblem.isOfMemory(e)) {
          throw e;
        }
        size = Math.ceilDiv(to - from, 2);
        continue;
      }
      sink.take(from, to, made);
      from = to;
    }
  }
}
