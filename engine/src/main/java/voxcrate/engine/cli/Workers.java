package voxcrate.engine.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import voxcrate.engine.onnx.ExecutionTarget;

/// Workers that each have a device of their own. Owns them.
///
/// @param <W> what works, such as loaded models; only ever on one thread at a time
final class Workers<W> implements AutoCloseable {
  private final List<W> workers = new ArrayList<>();
  private final Consumer<W> closing;

  private Workers(Consumer<W> closing) {
    this.closing = closing;
  }

  /// One for each target.
  static <W> Workers<W> open(
      List<ExecutionTarget> targets, Function<ExecutionTarget, W> opening, Consumer<W> closing) {
    var all = new Workers<>(closing);
    try {
      targets.forEach(target -> all.workers.add(opening.apply(target)));
      return all;
    } catch (RuntimeException e) {
      all.close();
      throw e;
    }
  }

  /// Each of the things is done by the worker that is free first, in order. A single worker works
  /// on this thread.
  ///
  /// @param work on one thing
  /// @param end what each worker does when there is nothing left
  /// @throws RuntimeException what a worker ended with; then nothing more is begun
  <T> void share(List<T> things, BiConsumer<W, T> work, Consumer<W> end) {
    var left = new ConcurrentLinkedQueue<>(things);
    if (workers.size() == 1) {
      work(workers.getFirst(), left, work, end);
      return;
    }
    var running = new ArrayList<Future<?>>();
    try (var threads = Executors.newFixedThreadPool(workers.size())) {
      for (var worker : workers) {
        running.add(threads.submit(() -> work(worker, left, work, end)));
      }
    }
    running.forEach(Workers::requireEndedWell);
  }

  private static <W, T> void work(W worker, Queue<T> left, BiConsumer<W, T> work, Consumer<W> end) {
    try {
      for (var next = left.poll(); next != null; next = left.poll()) {
        work.accept(worker, next);
      }
      end.accept(worker);
    } finally {
      left.clear(); // Empty, unless this worker ended otherwise.
    }
  }

  private static void requireEndedWell(Future<?> worker) {
    try {
      worker.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancellationException();
    }
  }

  @Override
  public void close() {
    workers.forEach(closing);
    workers.clear();
  }
}
