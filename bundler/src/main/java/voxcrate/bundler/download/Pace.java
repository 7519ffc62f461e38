package voxcrate.bundler.download;

import java.time.Duration;
import java.util.function.LongSupplier;
import voxcrate.bundler.hub.Sleeper;

/// Keeps all connections together to a number of bytes a second. May be used from several threads.
public final class Pace {
  private static final long NANOS = 1_000_000_000;

  /// Pauses are so many to a second, so that no connection is silent for long.
  private static final int PIECES_A_SECOND = 8;

  public static final Pace UNLIMITED = of(Long.MAX_VALUE);

  private final long bytesPerSecond;
  private final Sleeper sleeper;
  private final LongSupplier nanoTime;
  private long due;

  /// @param nanoTime a clock in nanoseconds, from anywhere
  Pace(long bytesPerSecond, Sleeper sleeper, LongSupplier nanoTime) {
    if (bytesPerSecond < 1) {
      throw new IllegalArgumentException("no bytes a second");
    }
    this.bytesPerSecond = bytesPerSecond;
    this.sleeper = sleeper;
    this.nanoTime = nanoTime;
    this.due = nanoTime.getAsLong();
  }

  public static Pace of(long bytesPerSecond) {
    return new Pace(bytesPerSecond, Sleeper.REAL, System::nanoTime);
  }

  /// How many bytes to read at once, at most `wanted`.
  int piece(int wanted) {
    return (int) Math.min(wanted, Math.max(1, bytesPerSecond / PIECES_A_SECOND));
  }

  /// Waits until so many bytes more are within the rate.
  void keep(int bytes) throws InterruptedException {
    if (bytesPerSecond == Long.MAX_VALUE) {
      return;
    }
    var pause = Duration.ofNanos(share(bytes));
    if (pause.isPositive()) {
      sleeper.sleep(pause);
    }
  }

  private synchronized long share(int bytes) {
    long now = nanoTime.getAsLong();
    due = Math.max(due, now) + bytes * NANOS / bytesPerSecond;
    return due - now;
  }
}
