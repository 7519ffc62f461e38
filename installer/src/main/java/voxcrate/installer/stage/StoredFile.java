package voxcrate.installer.stage;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import voxcrate.files.Uncached;

/// A file of the store that is read piece by piece, by several threads: out of the page cache what
/// lies there, and from the disk, past that cache, what does not. Gigabytes on their way through it
/// would push out everything else, and cost more than the disk takes.
final class StoredFile implements AutoCloseable {
  /// Smaller ones are read in the usual way.
  private static final long LARGE_BYTES = 1L << 20;

  private final FileChannel channel;
  private final @Nullable Uncached uncached;

  private StoredFile(FileChannel channel, @Nullable Uncached uncached) {
    this.channel = channel;
    this.uncached = uncached;
  }

  /// @param alignment what the disk wants places to be multiples of, bytes
  static StoredFile open(Path file, int alignment) throws IOException {
    var channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    var uncached =
        channel.size() < LARGE_BYTES
            ? null
            : Uncached.openAligned(
                    file, alignment, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)
                .orElse(null);
    return new StoredFile(channel, uncached);
  }

  /// Reads `length` bytes into `buffer`, from its beginning on; none where that cannot be done.
  ///
  /// @param position in the file, a multiple of the alignment
  /// @param buffer whose memory suits the alignment, and has room for whole multiples
  ByteBuffer read(long position, int length, ByteBuffer buffer) {
    buffer.clear();
    if (uncached != null && !isInMemory(position, length)) {
      readPastCache(uncached, position, buffer.limit(multiple(length, uncached.alignment())));
    }
    buffer.position(Math.min(buffer.position(), length)).limit(length);
    try {
      while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {}
    } catch (IOException e) {
      return buffer.limit(0);
    }
    return buffer.hasRemaining() ? buffer.limit(0) : buffer.flip();
  }

  private static int multiple(int length, int alignment) {
    return Math.ceilDiv(length, alignment) * alignment;
  }

  /// As far as that goes; the rest is left to the usual way, as after a refusal: a file system may
  /// let a file be opened so, and not be read.
  private static void readPastCache(Uncached direct, long position, ByteBuffer buffer) {
    try {
      while (buffer.position() % direct.alignment() == 0
          && buffer.hasRemaining()
          && direct.channel().read(buffer, position + buffer.position()) >= 0) {}
    } catch (IOException e) {
      buffer.position(0);
    }
  }

  /// Whether the page cache has all of it; where that cannot be found out it is asked.
  private boolean isInMemory(long position, long length) {
    try (var arena = Arena.ofConfined()) {
      return channel.map(MapMode.READ_ONLY, position, length, arena).isLoaded();
    } catch (IOException | UnsupportedOperationException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      if (uncached != null) {
        uncached.close();
      }
    }
  }
}
