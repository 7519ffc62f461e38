package voxcrate.bundler.download;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Runs a few tasks at a time on virtual threads. The first failure, in the order of the tasks,
/// cancels the rest and is thrown.
final class Fanout {
  private final int limit;

  /// @param limit how many tasks run at once
  Fanout(int limit) {
    this.limit = limit;
  }

  /// What stops a task is a [RuntimeException], a [voxcrate.problem.ToolException] mostly.
  interface Task<T> {
    T run() throws InterruptedException;
  }

  /// The results in the order of the tasks.
  <T> List<T> run(List<? extends Task<T>> tasks) throws InterruptedException {
    var permits = new Semaphore(limit);
    var running = new ArrayList<Future<T>>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var task : tasks) {
        running.add(executor.submit(() -> withPermit(permits, task)));
      }
      try {
        return results(running);
      } finally {
        running.forEach(future -> future.cancel(true));
      }
    }
  }

  private static <T> List<T> results(List<Future<T>> running) throws InterruptedException {
    var results = new ArrayList<T>();
    for (var future : running) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case RuntimeException failure -> throw failure;
          case Error fault -> throw fault;
          case null, default -> throw new IllegalStateException(e);
        }
      }
    }
    return results;
  }

  private static <T> T withPermit(Semaphore permits, Task<T> task) throws InterruptedException {
    permits.acquire();
    try {
      return task.run();
    } finally {
      permits.release();
    }
  }
}
