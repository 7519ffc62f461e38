package voxcrate.bundler.practice;

import java.util.concurrent.CountDownLatch;

/// The end of a practice hub, for answers that wait for it.
final class Shutdown {
  private final CountDownLatch begun = new CountDownLatch(1);

  void begin() {
    begun.countDown();
  }

  void await() {
    try {
      begun.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
