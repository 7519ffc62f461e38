package voxcrate.engine.diarization;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/// How long the stages of a recording took. Stages that ran on several threads at once count for
/// each of them. Thread-safe.
public final class StageClock {
  private final Map<Stage, Long> nanos = new EnumMap<>(Stage.class);

  public synchronized double seconds(Stage stage) {
    return nanos.getOrDefault(stage, 0L) / 1e9;
  }

  /// Does the work, and counts the time it takes.
  public <T> T time(Stage stage, Supplier<T> work) {
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      add(stage, System.nanoTime() - start);
    }
  }

  public synchronized void add(Stage stage, long more) {
    nanos.merge(stage, more, Long::sum);
  }
}
