package voxcrate.bundle.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.BundleCode;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest.Payload;
import voxcrate.bundle.Manifest.StickFile;
import voxcrate.bundle.volume.BundleFolder;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// The payload, chunk by chunk. A chunk is read into private memory, hashed there and compared; the
/// same memory is handed on, so nothing can change between check and use.
///
/// One chunk is read and hashed ahead on a thread of its own, while the one before is being
/// written.
final class VerifiedChunks implements AutoCloseable {
  private static final int DIGEST_BYTES = 32;
  private static final int BUFFERS = 3;

  private final BundleFolder folder;
  private final Payload payload;
  private final byte[] digests;
  private final Iterator<StickFile> volumes;
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("bundle-reader").factory());
  private final ArrayDeque<Future<Chunk>> ahead = new ArrayDeque<>();
  private final List<byte[]> buffers;

  private @Nullable StickFile volume;
  private @Nullable SeekableByteChannel channel;
  private long leftInVolume;
  private long requested;

  /// A verified piece of the payload.
  static final class Chunk {
    final byte[] bytes;

    /// How much of `bytes` is filled.
    final int length;

    Chunk(byte[] bytes, int length) {
      this.bytes = bytes;
      this.length = length;
    }
  }

  VerifiedChunks(BundleFolder folder, Payload payload, byte[] digests) {
    this.folder = folder;
    this.payload = payload;
    this.digests = digests;
    this.volumes = payload.volumes().iterator();
    int size = Math.toIntExact(Math.min(payload.chunkSize(), payload.size()));
    this.buffers =
        java.util.stream.IntStream.range(0, BUFFERS).mapToObj(_ -> new byte[size]).toList();
  }

  /// The next chunk, or null after the last. It is overwritten two calls later.
  @Nullable Chunk next() {
    while (ahead.size() < BUFFERS - 1 && requested < payload.chunkCount()) {
      long number = requested++;
      ahead.add(reader.submit(() -> read(number)));
    }
    var next = ahead.poll();
    return next == null ? null : result(next);
  }

  private static Chunk result(Future<Chunk> next) {
    try {
      return next.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading the bundle", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ToolException problem) {
        throw problem;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private Chunk read(long number) {
    long left = payload.size() - number * payload.chunkSize();
    int length = (int) Math.min(payload.chunkSize(), left);
    var bytes = buffers.get((int) (number % BUFFERS));
    var file = volumeOfNextChunk();
    fill(file, ByteBuffer.wrap(bytes, 0, length));
    leftInVolume -= length;
    var hash = Digest.newHash();
    hash.update(bytes, 0, length);
    int at = Math.toIntExact(number * DIGEST_BYTES);
    if (!Arrays.equals(hash.digest(), Arrays.copyOfRange(digests, at, at + DIGEST_BYTES))) {
      throw differs(file, number);
    }
    return new Chunk(bytes, length);
  }

  private StickFile volumeOfNextChunk() {
    var current = volume;
    if (current == null || leftInVolume == 0) {
      closeVolume();
      current = volumes.next();
      volume = current;
      channel = folder.open(current.name(), current.size());
      leftInVolume = current.size();
    }
    return current;
  }

  private void fill(StickFile file, ByteBuffer buffer) {
    var open = java.util.Objects.requireNonNull(channel);
    try {
      while (buffer.hasRemaining()) {
        if (open.read(buffer) < 0) {
          throw new IOException("the file became shorter while it was read");
        }
      }
    } catch (IOException e) {
      throw BundleFolder.unreadable(file.name(), e);
    }
  }

  private ToolException differs(StickFile file, long number) {
    long from = number * payload.chunkSize();
    return new ToolException(
        Problem.of(
            BundleCode.DIGEST_DIFFERS,
            "A file of the bundle was changed",
            "reading " + file.name(),
            "the bytes "
                + from
                + " and following of the payload have another digest than the signed one",
            "copy " + file.name() + " from the connected machine again",
            "if it happens twice, use another medium"));
  }

  private void closeVolume() {
    var open = channel;
    channel = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // Everything that was read has been compared; a failing close changes nothing.
        channel = null;
      }
    }
  }

  @Override
  public void close() {
    reader.shutdownNow();
    reader.close();
    closeVolume();
  }
}
