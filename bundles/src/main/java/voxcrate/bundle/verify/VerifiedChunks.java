package voxcrate.bundle.verify;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.BundleCode;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest.Payload;
import voxcrate.bundle.volume.BundleFolder;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// The payload, chunk by chunk. A chunk is read into private memory, hashed there and compared; the
/// same memory is handed on, so nothing can change between check and use.
///
/// Chunks are read and hashed ahead on several threads, and handed on in their order. Where nobody
/// takes the contents, those bytes are hashed and not kept: half of the time that is not hashing
/// goes into memory.
final class VerifiedChunks implements AutoCloseable {
  private static final int DIGEST_BYTES = 32;
  // More threads would only make the medium jump to and fro.
  private static final int MAX_THREADS = 4;
  private static final long MAX_MEMORY = 64L << 20;
  // What was read is hashed while the processor still has it at hand.
  private static final int PIECE_BYTES = 1 << 16;

  private final Payload payload;
  private final byte[] digests;
  private final VolumeReader volumes;
  private final ContentPlaces dropped;
  private final ExecutorService readers;
  private final ArrayDeque<Future<Chunk>> ahead = new ArrayDeque<>();
  private final ArrayDeque<byte[]> free = new ArrayDeque<>();
  private @Nullable Chunk handedOn;
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

  /// @param digests of the chunks, one after the other; verified
  /// @param dropped contents that are hashed and not handed on: of those, a chunk's bytes are any
  VerifiedChunks(BundleFolder folder, Payload payload, byte[] digests, ContentPlaces dropped) {
    this.payload = payload;
    this.digests = digests;
    this.dropped = dropped;
    this.volumes = new VolumeReader(folder, payload.volumes());
    int threads = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
    this.readers =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("bundle-reader-", 0).factory());
    int size = Math.toIntExact(Math.min(payload.chunkSize(), payload.size()));
    // One chunk is with the caller, one is ready for it.
    long buffers = Math.clamp(MAX_MEMORY / size, 2, threads + 2);
    for (int i = 0; i < buffers; i++) {
      free.add(new byte[size]);
    }
  }

  /// The next chunk, or null after the last. It is overwritten after the next call.
  @Nullable Chunk next() {
    if (handedOn != null) {
      free.add(handedOn.bytes);
      handedOn = null;
    }
    while (!free.isEmpty() && requested < payload.chunkCount()) {
      long number = requested++;
      var buffer = free.remove();
      ahead.add(readers.submit(() -> read(number, buffer)));
    }
    var next = ahead.poll();
    handedOn = next == null ? null : result(next);
    return handedOn;
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

  private Chunk read(long number, byte[] buffer) {
    long position = number * payload.chunkSize();
    int length = (int) Math.min(payload.chunkSize(), payload.size() - position);
    var hash = Digest.newHash();
    var passing = new byte[PIECE_BYTES];
    for (int done = 0; done < length; done += PIECE_BYTES) {
      int piece = Math.min(PIECE_BYTES, length - done);
      boolean isKept = !dropped.cover(position + done, piece);
      var bytes = isKept ? buffer : passing;
      int start = isKept ? done : 0;
      volumes.read(position + done, ByteBuffer.wrap(bytes, start, piece));
      hash.update(bytes, start, piece);
    }
    int at = Math.toIntExact(number * DIGEST_BYTES);
    if (!Arrays.equals(hash.digest(), Arrays.copyOfRange(digests, at, at + DIGEST_BYTES))) {
      throw differs(volumes.nameAt(position), position);
    }
    return new Chunk(buffer, length);
  }

  private static ToolException differs(String volume, long position) {
    return new ToolException(
        Problem.of(
            BundleCode.DIGEST_DIFFERS,
            "A file of the bundle was changed",
            "reading " + volume,
            "the bytes "
                + position
                + " and following of the payload have another digest than the signed one",
            "copy " + volume + " from the connected machine again",
            "if it happens twice, use another medium"));
  }

  @Override
  public void close() {
    readers.shutdownNow();
    readers.close();
    volumes.close();
  }
}
