package voxcrate.engine.cli;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
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
    var queue = new Queue<>(things.iterator());
    if (workers.size() == 1) {
      work(workers.getFirst(), queue, work, end);
      return;
    }
    var running = new ArrayList<Future<?>>();
    try (var threads = Executors.newFixedThreadPool(workers.size())) {
      for (var worker : workers) {
        running.add(threads.submit(() -> work(worker, queue, work, end)));
      }
    }
    running.forEach(Workers::requireEndedWell);
  }

  private static <W, T> void work(
      W worker, Queue<T> queue, BiConsumer<W, T> work, Consumer<W> end) {
    try {
      for (var next = queue.next(); next.isPresent(); next = queue.next()) {
        work.accept(worker, next.get());
      }
      end.accept(worker);
    } finally {
      queue.close(); // Empty, unless this worker ended otherwise.
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

  /// What is left, for several threads.
  private static final class Queue<T> {
    private final Iterator<T> things;
    private boolean isClosed;

    private Queue(Iterator<T> things) {
      this.things = things;
    }

    private synchronized Optional<T> next() {
      return isClosed || !things.hasNext() ? Optional.empty() : Optional.of(things.next());
    }

    private synchronized void close() {
      isClosed = true;
    }
  }

  @Override
  public void close() {
    workers.forEach(closing);
    workers.clear();
  }
}
