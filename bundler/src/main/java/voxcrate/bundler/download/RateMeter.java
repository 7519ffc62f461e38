package voxcrate.bundler.download;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import voxcrate.progress.ProgressEvent;
import voxcrate.progress.ProgressListener;

/// Measures how fast content arrives, by what downloads tell of their progress. May be called from
/// several threads.
final class RateMeter implements ProgressListener {
  /// Less than this says more about the hub's answers than about the line.
  private static final long MIN_BYTES = 1_000_000;

  /// What a file had from an earlier run shows in its first event; of that at most this much was
  /// received just then.
  private static final long FIRST_BYTES = 1 << 18;

  private static final double NANOS = 1e9;

  private final ProgressListener listener;
  private final LongSupplier nanoTime;
  private final Map<String, Long> arrived = new HashMap<>();
  private long bytes;
  private long beganNanos;
  private long lastNanos;

  /// @param listener hears every event as well
  RateMeter(ProgressListener listener) {
    this(listener, System::nanoTime);
  }

  /// @param nanoTime a clock in nanoseconds, from anywhere
  RateMeter(ProgressListener listener, LongSupplier nanoTime) {
    this.listener = listener;
    this.nanoTime = nanoTime;
  }

  @Override
  public void on(ProgressEvent event) {
    count(event);
    listener.on(event);
  }

  private synchronized void count(ProgressEvent event) {
    switch (event) {
      case ProgressEvent.Started(var task, var _, var unit) -> {
        if (unit == ProgressEvent.Unit.BYTES) {
          if (arrived.isEmpty()) {
            beganNanos = nanoTime.getAsLong();
          }
          arrived.putIfAbsent(task, 0L);
        }
      }
      case ProgressEvent.Advanced(var task, var done) -> advance(task, done);
      case ProgressEvent.Finished _, ProgressEvent.Noted _, ProgressEvent.Warned _ -> {}
    }
  }

  private void advance(String task, long done) {
    var before = arrived.get(task);
    if (before == null || done <= before) {
      return;
    }
    bytes += before == 0 ? Math.min(done, FIRST_BYTES) : done - before;
    lastNanos = nanoTime.getAsLong();
    arrived.put(task, done);
  }

  /// Empty where too little has arrived to tell.
  ///
  /// @param hub where it came from
  synchronized Optional<MeasuredRate> rate(String hub, LocalDate today) {
    double seconds = (lastNanos - beganNanos) / NANOS;
    return bytes < MIN_BYTES || seconds <= 0
        ? Optional.empty()
        : Optional.of(new MeasuredRate(hub, Math.max(1, (long) (bytes / seconds)), today));
  }
}
