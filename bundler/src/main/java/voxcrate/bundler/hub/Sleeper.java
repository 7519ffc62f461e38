package voxcrate.bundler.hub;

import java.time.Duration;

/// Waits. Tests hand in one that only remembers.
@FunctionalInterface
public interface Sleeper {
  Sleeper REAL = Thread::sleep;

  void sleep(Duration pause) throws InterruptedException;
}
