package voxcrate.installer.stage;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Waits for the disk on several threads at once. A file system that is asked to make many files
/// durable at the same time does it in a few writes of its journal; asked one by one, it needs one
/// for each.
final class DiskQueue implements AutoCloseable {
  // More bring nothing: what waits for the same write of the journal waits together.
  private static final int THREADS = 16;
  // Each job holds a file open.
  private static final int MAX_JOBS = 128;

  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS, Thread.ofPlatform().daemon().name("disk-", 0).factory());
  private final Queue<Future<?>> jobs = new ArrayDeque<>();
  private volatile boolean abandoned;

  /// Something to be done on the disk.
  @FunctionalInterface
  interface Job {
    void run() throws IOException;
  }

  /// Takes a job, and waits for the oldest one where there are many.
  ///
  /// @throws IOException when an earlier one has failed
  void submit(Job job) throws IOException {
    while (jobs.size() >= MAX_JOBS || (!jobs.isEmpty() && jobs.element().isDone())) {
      awaitOldest();
    }
    jobs.add(
        threads.submit(
            () -> {
              if (!abandoned) {
                job.run();
              }
              return null;
            }));
  }

  /// Waits for all jobs.
  ///
  /// @throws IOException when one has failed
  void await() throws IOException {
    while (!jobs.isEmpty()) {
      awaitOldest();
    }
  }

  private void awaitOldest() throws IOException {
    try {
      jobs.remove().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the disk", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /// What has begun is waited for; what has not is left.
  @Override
  public void close() {
    abandoned = true;
    threads.close();
  }
}
