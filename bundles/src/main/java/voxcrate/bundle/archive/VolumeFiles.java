package voxcrate.bundle.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import voxcrate.files.Durable;
import voxcrate.files.Uncached;

/// Writes one volume after the other, past the system's memory where the file system can: gigabytes
/// that nobody reads again soon would push out everything else there, and cost a copy.
final class VolumeFiles {
  // In the usual way so much is on the medium before more is written: the last wait is short then.
  private static final long SYNC_BYTES = 256L << 20;

  private final Path folder;
  private @Nullable FileChannel channel;
  private @Nullable Uncached uncached;
  private @Nullable ByteBuffer aligned;
  private long unsynced;

  VolumeFiles(Path folder) {
    this.folder = folder;
  }

  /// Appends to the volume that is open; opens `name` where none is.
  void append(String name, byte[] bytes, int length) throws IOException {
    if (channel == null) {
      open(folder.resolve(name));
    }
    if (uncached == null
        || length % uncached.alignment() != 0
        || !isAppendedPastCache(uncached, bytes, length)) {
      appendUsually(folder.resolve(name), ByteBuffer.wrap(bytes, 0, length));
    }
  }

  /// A file system may let a file be opened so, and not be written.
  private boolean isAppendedPastCache(Uncached file, byte[] bytes, int length) throws IOException {
    boolean first = file.channel().position() == 0;
    var copied = copied(file, bytes, length);
    try {
      Durable.writeFully(file.channel(), copied);
      return true;
    } catch (IOException e) {
      if (!first || copied.position() > 0) {
        throw e;
      }
      return false;
    }
  }

  /// Made in the usual way first: where a file system refuses the other one, some have made the
  /// file all the same.
  private void open(Path file) throws IOException {
    var usual = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    uncached = Uncached.open(file, StandardOpenOption.WRITE).orElse(null);
    if (uncached == null) {
      channel = usual;
    } else {
      usual.close();
      channel = uncached.channel();
    }
  }

  private ByteBuffer copied(Uncached file, byte[] bytes, int length) {
    if (aligned == null || aligned.capacity() < length) {
      aligned = file.buffer(length);
    }
    return aligned.clear().put(bytes, 0, length).flip();
  }

  /// The last piece of a payload is mostly no multiple of anything.
  private void appendUsually(Path file, ByteBuffer bytes) throws IOException {
    if (uncached != null) {
      uncached.close();
      uncached = null;
      channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }
    var open = java.util.Objects.requireNonNull(channel);
    unsynced += bytes.remaining();
    Durable.writeFully(open, bytes);
    if (unsynced >= SYNC_BYTES) {
      open.force(false);
      unsynced = 0;
    }
  }

  /// The volume is on the medium when this returns.
  void end() throws IOException {
    try (var open = channel) {
      channel = null;
      uncached = null;
      unsynced = 0;
      if (open != null) {
        open.force(true);
      }
    }
  }

  /// What was not ended is of no use to anybody, so it does not matter how it is closed.
  void abandon() {
    try {
      end();
    } catch (IOException e) {
      channel = null;
    }
  }
}
