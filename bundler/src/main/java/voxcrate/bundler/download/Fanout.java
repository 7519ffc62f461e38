package voxcrate.bundler.download;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

/// Runs a few tasks at a time, on as many virtual threads and no more: a thread that waits for its
/// turn keeps its stack. The first failure, in the order of the tasks, cancels the rest and is
/// thrown.
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
    var pending = tasks.stream().map(task -> new FutureTask<T>(task::run)).toList();
    var next = new AtomicInteger();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int thread = 0; thread < Math.min(limit, pending.size()); thread++) {
        executor.execute(() -> work(pending, next));
      }
      try {
        return results(pending);
      } finally {
        // The last first, so that no thread that is let go takes up another task.
        pending.reversed().forEach(task -> task.cancel(true));
      }
    }
  }

  /// Runs whatever nobody has taken up; a task that is cancelled does nothing.
  private static <T> void work(List<FutureTask<T>> pending, AtomicInteger next) {
    for (int i = next.getAndIncrement(); i < pending.size(); i = next.getAndIncrement()) {
      pending.get(i).run();
    }
  }

  private static <T> List<T> results(List<FutureTask<T>> pending) throws InterruptedException {
    var results = new ArrayList<T>();
    for (var task : pending) {
      try {
        results.add(task.get());
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
}
