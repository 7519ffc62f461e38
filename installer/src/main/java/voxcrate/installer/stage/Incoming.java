package voxcrate.installer.stage;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import voxcrate.files.Durable;
import voxcrate.files.Uncached;

/// A content that is being written and has no name yet.
///
/// A large one goes to the disk past the page cache where the file system can: gigabytes would push
/// out everything else there, and cost a copy and a wait at the end.
final class Incoming implements AutoCloseable {
  /// Smaller ones are made durable many at a time, which the page cache is good for.
  private static final long LARGE_BYTES = 1L << 20;

  /// In the usual way so much is given to the disk at once, while more is coming.
  private static final long STRETCH_BYTES = 64L << 20;

  private final Path file;
  private final FileChannel channel;
  private final @Nullable PieceWriter writer;
  private @Nullable Uncached uncached;
  private @Nullable ByteBuffer piece;
  private @Nullable Future<?> last;
  private long unsynced;
  private final DependentSteps steps = new DependentSteps();

  private Incoming(Path file, FileChannel channel, @Nullable PieceWriter writer) {
    this.file = file;
    this.channel = channel;
    this.writer = writer;
  }

  /// @param size of the content, bytes
  /// @param writer of large ones
  static Incoming open(Path file, long size, PieceWriter writer) throws IOException {
    var channel =
        FileChannel.open(
            file,
            Set.of(
                StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    if (size < LARGE_BYTES) {
      return new Incoming(file, channel, null);
    }
    var incoming = new Incoming(file, channel, writer);
    incoming.uncached =
        Uncached.openAligned(
                file, writer.alignment(), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)
            .orElse(null);
    return incoming;
  }

  Path file() {
    return file;
  }

  FileChannel channel() {
    return channel;
  }

  /// The next bytes of the content; the array may be used again after the call.
  void append(byte[] bytes, int offset, int length) throws IOException {
    if (writer == null) {
      Durable.writeFully(channel, ByteBuffer.wrap(bytes, offset, length));
      return;
    }
    for (int done = 0; done < length; ) {
      var open = piece == null ? writer.piece() : piece;
      piece = open;
      int fits = Math.min(length - done, open.remaining());
      open.put(bytes, offset + done, fits);
      done += fits;
      if (!open.hasRemaining()) {
        handOver(writer, open);
      }
    }
  }

  private void handOver(PieceWriter writer, ByteBuffer full) throws IOException {
    piece = null;
    last = writer.write(full.flip(), this::write);
  }

  /// All that was appended is with the system when this returns. For a thread that may wait.
  void settle() throws IOException {
    if (last != null) {
      PieceWriter.await(last);
    }
  }

  /// No more follows.
  void end() throws IOException {
    if (piece != null) {
      handOver(requireNonNull(writer), piece);
    }
  }

  /// On the writer's thread. Each piece is put where the file ends: where the disk has lost an
  /// earlier one, the file is too short afterwards. After a failure nothing more is written: a disk
  /// tells it once, and a later sync would succeed.
  private void write(ByteBuffer bytes) throws IOException {
    steps.take(() -> append(bytes));
  }

  private void append(ByteBuffer bytes) throws IOException {
    writePastCache(bytes);
    if (bytes.hasRemaining()) {
      channel.position(channel.size());
      unsynced += bytes.remaining();
      Durable.writeFully(channel, bytes);
      if (unsynced >= STRETCH_BYTES) {
        unsynced = 0;
        channel.force(false);
      }
    }
  }

  /// As much as can be: the end of a content is mostly no multiple of anything.
  private void writePastCache(ByteBuffer bytes) throws IOException {
    var direct = uncached;
    if (direct == null) {
      return;
    }
    int all = bytes.limit();
    boolean first = direct.channel().position() == 0;
    try {
      Durable.writeFully(direct.channel(), bytes.limit(all - all % direct.alignment()));
    } catch (IOException e) {
      if (!first || bytes.position() > 0) {
        throw e;
      }
      // A file system may let a file be opened so, and not be written.
      closeUncached();
    } finally {
      bytes.limit(all);
    }
    if (bytes.hasRemaining()) {
      closeUncached();
    }
  }

  private void closeUncached() throws IOException {
    var open = uncached;
    uncached = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      if (piece != null) {
        requireNonNull(writer).unused(piece);
        piece = null;
      }
      closeUncached();
    }
  }
}
