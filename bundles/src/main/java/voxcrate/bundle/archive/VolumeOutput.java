package voxcrate.bundle.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest.Payload;
import voxcrate.bundle.Manifest.StickFile;

/// One stream, written as volumes, with the digests of volumes and chunks taken on the way.
///
/// A full chunk is hashed and written on a thread each, while the next one is filled; few are under
/// way.
final class VolumeOutput implements AutoCloseable {
  private static final long MAX_MEMORY = 128L << 20;
  private static final int MAX_CHUNKS = 6;
  private static final int PIECE_BYTES = 1 << 18;

  private final VolumeFiles files;
  private final VolumeLimit limit;
  private final ByteArrayOutputStream chunkDigests = new ByteArrayOutputStream();
  private final List<Volume> volumes = new ArrayList<>();
  private final MessageDigest volumeHash = Digest.newHash();
  private final ExecutorService hashing = lane("hashing");
  private final ExecutorService writing = lane("writing");
  private final ArrayDeque<UnderWay> underWay = new ArrayDeque<>();
  private final ArrayDeque<byte[]> free = new ArrayDeque<>();
  private byte[] chunk;
  private int inChunk;
  private long chunksInVolume;
  private long inVolume;
  private long total;

  private record Volume(String name, long size, CompletableFuture<Digest> digest) {}

  /// A chunk that is being hashed and written.
  private static final class UnderWay {
    final byte[] bytes;
    final CompletableFuture<byte[]> digest;
    final CompletableFuture<?> all;

    UnderWay(byte[] bytes, CompletableFuture<byte[]> digest, CompletableFuture<?> all) {
      this.bytes = bytes;
      this.digest = digest;
      this.all = all;
    }
  }

  VolumeOutput(Path folder, VolumeLimit limit) {
    this.files = new VolumeFiles(folder);
    this.limit = limit;
    int size = Math.toIntExact(limit.chunkBytes());
    long buffers = Math.clamp(MAX_MEMORY / size, 2, MAX_CHUNKS);
    for (int i = 1; i < buffers; i++) {
      free.add(new byte[size]);
    }
    this.chunk = new byte[size];
  }

  private static ExecutorService lane(String name) {
    return Executors.newSingleThreadExecutor(
        Thread.ofPlatform().daemon().name("bundle-" + name).factory());
  }

  void write(byte[] bytes) throws IOException {
    int position = 0;
    while (position < bytes.length) {
      int piece = Math.min(bytes.length - position, chunk.length - inChunk);
      System.arraycopy(bytes, position, chunk, inChunk, piece);
      position += piece;
      advance(piece);
    }
  }

  /// Writes all of `in`, straight into the chunk that is being filled.
  ///
  /// @param hash is given what is written
  /// @return how many bytes that were
  long write(InputStream in, MessageDigest hash) throws IOException {
    long copied = 0;
    while (true) {
      int read = in.read(chunk, inChunk, Math.min(PIECE_BYTES, chunk.length - inChunk));
      if (read < 0) {
        return copied;
      }
      hash.update(chunk, inChunk, read);
      copied += read;
      advance(read);
    }
  }

  private void advance(int bytes) throws IOException {
    inChunk += bytes;
    total += bytes;
    if (inChunk == chunk.length) {
      endChunk();
    }
  }

  private void endChunk() throws IOException {
    var bytes = chunk;
    int length = inChunk;
    var name = Payload.volumeName(volumes.size());
    var digest = CompletableFuture.supplyAsync(() -> digest(bytes, length), hashing);
    var written =
        CompletableFuture.runAsync(() -> checked(() -> files.append(name, bytes, length)), writing);
    underWay.add(new UnderWay(bytes, digest, CompletableFuture.allOf(digest, written)));
    inVolume += length;
    inChunk = 0;
    chunksInVolume++;
    if (chunksInVolume == limit.chunksPerVolume()) {
      endVolume();
    }
    chunk = nextBuffer();
  }

  /// Of the chunk; the volume's goes on with the same bytes while the processor has them at hand.
  private byte[] digest(byte[] bytes, int length) {
    var hash = Digest.newHash();
    for (int done = 0; done < length; done += PIECE_BYTES) {
      int piece = Math.min(PIECE_BYTES, length - done);
      hash.update(bytes, done, piece);
      volumeHash.update(bytes, done, piece);
    }
    return hash.digest();
  }

  /// Something that happens on a thread of its own and can fail there.
  @FunctionalInterface
  private interface Step {
    void take() throws IOException;
  }

  private static void checked(Step step) {
    try {
      step.take();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void endVolume() {
    var digest = CompletableFuture.supplyAsync(() -> Digest.of(volumeHash), hashing);
    var closed = CompletableFuture.runAsync(() -> checked(files::end), writing);
    volumes.add(
        new Volume(
            Payload.volumeName(volumes.size()),
            inVolume,
            digest.thenCombine(closed, (known, _) -> known)));
    inVolume = 0;
    chunksInVolume = 0;
  }

  private byte[] nextBuffer() throws IOException {
    if (free.isEmpty()) {
      settleOldest();
    }
    return free.remove();
  }

  private void settleOldest() throws IOException {
    var oldest = underWay.remove();
    result(oldest.all);
    chunkDigests.writeBytes(result(oldest.digest));
    free.add(oldest.bytes);
  }

  private static <T> T result(CompletableFuture<T> future) throws IOException {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UncheckedIOException failure) {
        throw failure.getCause();
      }
      throw e;
    }
  }

  /// Ends the stream; what was written is on the medium then.
  ///
  /// @return the volumes, in order
  List<StickFile> finish() throws IOException {
    if (inChunk > 0) {
      endChunk();
    }
    if (inVolume > 0) {
      endVolume();
    }
    while (!underWay.isEmpty()) {
      settleOldest();
    }
    var written = new ArrayList<StickFile>();
    for (var volume : volumes) {
      written.add(new StickFile(volume.name(), volume.size(), result(volume.digest())));
    }
    return List.copyOf(written);
  }

  /// 32 bytes a chunk, in order; complete when the stream has ended.
  byte[] chunkDigests() {
    return chunkDigests.toByteArray();
  }

  /// Bytes so far.
  long total() {
    return total;
  }

  @Override
  public void close() {
    writing.execute(files::abandon);
    for (var lane : List.of(hashing, writing)) {
      lane.shutdown();
      lane.close();
    }
  }
}
