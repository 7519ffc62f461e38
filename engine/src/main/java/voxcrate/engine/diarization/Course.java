package voxcrate.engine.diarization;

import java.util.function.Consumer;
import java.util.function.DoubleConsumer;

/// What goes along with a recording on its way through the pipeline.
///
/// @param heardSeconds hears how far the networks have come, from the recording's beginning
/// @param begins hears of [Stage#CLUSTERING] and [Stage#RECONSTRUCTION] when they begin
/// @param clock counts what each stage takes
/// @param log keeps what the networks heard, for a run that takes up a killed one
public record Course(
    DoubleConsumer heardSeconds, Consumer<Stage> begins, StageClock clock, ListeningLog log) {
  /// Nothing is told but how far the networks have come, and nothing is kept.
  public static Course of(DoubleConsumer heardSeconds) {
    return new Course(heardSeconds, _ -> {}, new StageClock(), ListeningLog.none());
  }

  /// The same for a part of what is heard, with so much before it.
  Course after(double seconds) {
    return new Course(heard -> heardSeconds.accept(seconds + heard), begins, clock, log);
  }
}
