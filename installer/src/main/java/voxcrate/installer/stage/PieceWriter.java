package voxcrate.installer.stage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import voxcrate.files.Uncached;

/// Writes the pieces of large contents on a thread of its own, in their order, while the next piece
/// is still being read and hashed. A few pieces are under way, so memory does not depend on sizes.
final class PieceWriter implements AutoCloseable {
  private static final int PIECE_BYTES = 4 << 20;
  private static final int PIECES = 4;

  private final int alignment;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("pieces").factory());
  private final BlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(PIECES);
  private final ArrayDeque<Future<?>> underWay = new ArrayDeque<>();
  private int made;
  private volatile boolean abandoned;

  /// @param folder on whose file system they will be written
  PieceWriter(Path folder) throws IOException {
    this.alignment = Uncached.alignmentOf(folder);
  }

  /// What is done with a piece.
  @FunctionalInterface
  interface Job {
    void run(ByteBuffer piece) throws IOException;
  }

  /// What positions and lengths must be multiples of to be written past the page cache; bytes.
  int alignment() {
    return alignment;
  }

  /// An empty piece, whose memory has a place that suits the alignment; waits where all are under
  /// way.
  ByteBuffer piece() throws IOException {
    if (free.isEmpty() && made < PIECES) {
      made++;
      return Uncached.buffer(PIECE_BYTES, alignment);
    }
    try {
      return free.take().clear();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /// Takes back a piece that was not written.
  void unused(ByteBuffer piece) {
    free.add(piece);
  }

  /// @param piece what lies between its position and its limit
  /// @throws IOException when an earlier one has failed
  Future<?> write(ByteBuffer piece, Job job) throws IOException {
    while (!underWay.isEmpty() && underWay.element().isDone()) {
      await(underWay.remove());
    }
    var future =
        thread.submit(
            () -> {
              try {
                if (!abandoned) {
                  job.run(piece);
                }
              } finally {
                free.add(piece);
              }
              return null;
            });
    underWay.add(future);
    return future;
  }

  /// Waits for what a thread does with a piece.
  ///
  /// @throws IOException when that could not be done
  static <T> T await(Future<T> piece) throws IOException {
    try {
      return piece.get();
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static IOException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new IOException("interrupted while waiting for the disk", cause);
  }

  /// What has begun is waited for; what has not is left.
  @Override
  public void close() {
    abandoned = true;
    thread.close();
  }
}
