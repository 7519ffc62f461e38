package voxcrate.stop;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Keeps whole what must not be cut in two when the process is told to end: a call into native
/// code, files on their way to their names.
///
/// Such work is done inside the gate, by as many threads as want to. Whoever ends the process
/// closes the gate first: what is inside comes to its end, and nothing begins any more. There is
/// one gate, as there is one process to end.
public final class StopGate {
  /// Fair: a thread that asks after the gate is being closed does not slip in.
  private static final ReentrantReadWriteLock GATE = new ReentrantReadWriteLock(true);

  private StopGate() {}

  /// Being inside; closing it is leaving.
  public interface Inside extends AutoCloseable {
    @Override
    void close();
  }

  /// Enters, as often as one likes. Once the gate is closed this never returns.
  public static Inside enter() {
    GATE.readLock().lock();
    return GATE.readLock()::unlock;
  }

  /// Returns when nobody is inside, and lets nobody in from now on.
  ///
  /// @return false when somebody was still inside after `limit`
  static boolean close(Duration limit) {
    try {
      return GATE.writeLock().tryLock(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      return false;
    }
  }

  /// Whether somebody waits in [#close].
  static boolean isBeingClosed() {
    return GATE.hasQueuedThreads();
  }
}
