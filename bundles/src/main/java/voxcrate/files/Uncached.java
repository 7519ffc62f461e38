package voxcrate.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A file that is read or written past the memory in which the system keeps files: what is read is
/// what lies on the medium, and what is written pushes nothing else out of that memory.
///
/// Positions and lengths are multiples of [#alignment], and so is the place of the memory.
public final class Uncached implements AutoCloseable {
  // What no file system asks more than.
  private static final int PAGE_BYTES = 4096;
  private static final int FEED_BYTES = 4 << 20;
  private static final Optional<OpenOption> DIRECT = direct();

  private final FileChannel channel;
  private final int alignment;

  private Uncached(FileChannel channel, int alignment) {
    this.channel = channel;
    this.alignment = alignment;
  }

  /// The JDK's `O_DIRECT`. By name, because the compiler warns of every mention of its class, and
  /// the JDK has no other way.
  private static Optional<OpenOption> direct() {
    try {
      return Stream.ofNullable(
              Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants())
          .flatMap(Arrays::stream)
          .filter(option -> option.toString().equals("DIRECT"))
          .map(OpenOption.class::cast)
          .findFirst();
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }

  /// A file that is there. Empty where the file system cannot, or the file cannot be opened at all:
  /// opened in the usual way it says why.
  public static Optional<Uncached> open(Path file, OpenOption... options) {
    try {
      return openAligned(file, alignmentOf(file), options);
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /// As [#open], for a file system that has been asked for its alignment before.
  ///
  /// @param alignment as [#alignmentOf] has it
  public static Optional<Uncached> openAligned(Path file, int alignment, OpenOption... options) {
    if (DIRECT.isEmpty()) {
      return Optional.empty();
    }
    var all = new ArrayList<>(List.of(options));
    all.add(DIRECT.get());
    try {
      var channel = FileChannel.open(file, all.toArray(OpenOption[]::new));
      return Optional.of(new Uncached(channel, alignment));
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /// What positions and lengths must be multiples of on the file system of `path`, in bytes.
  public static int alignmentOf(Path path) throws IOException {
    try {
      return (int) Math.max(PAGE_BYTES, Files.getFileStore(path).getBlockSize());
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      // In a changed root Java does not find the mount, and nothing is wrong with the disk.
      return PAGE_BYTES;
    }
  }

  public FileChannel channel() {
    return channel;
  }

  /// Bytes.
  public int alignment() {
    return alignment;
  }

  /// Memory outside the heap of at least `bytes`, rounded up to whole multiples.
  public ByteBuffer buffer(int bytes) {
    return buffer(bytes, alignment);
  }

  /// As [#buffer], for a file that is not open yet.
  ///
  /// @param alignment as [#alignmentOf] has it
  public static ByteBuffer buffer(int bytes, int alignment) {
    int size = Math.ceilDiv(bytes, alignment) * alignment;
    return ByteBuffer.allocateDirect(size + alignment).alignedSlice(alignment).limit(size).slice();
  }

  /// Gives a whole file to `hash`, as it lies on the medium.
  ///
  /// @return false where the file system cannot: some let a file be opened so, and not be read
  public static boolean feed(MessageDigest hash, Path file, int alignment) throws IOException {
    var opened = openAligned(file, alignment, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    if (opened.isEmpty()) {
      return false;
    }
    try (var uncached = opened.get()) {
      return uncached.feed(hash, file);
    }
  }

  /// In the usual way.
  private static boolean isReadable(Path file) {
    try (var usual = FileChannel.open(file, StandardOpenOption.READ)) {
      return usual.read(ByteBuffer.allocate(1)) >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean feed(MessageDigest hash, Path file) throws IOException {
    long size = channel.size();
    var buffer = buffer(Math.clamp(size, 1, FEED_BYTES));
    // The end of the file is mostly no multiple, and nothing can be read from there on.
    while (channel.position() < size) {
      try {
        if (channel.read(buffer) < 0) {
          break;
        }
      } catch (IOException e) {
        if (channel.position() > 0 || !isReadable(file)) {
          throw e;
        }
        return false;
      }
      hash.update(buffer.flip());
      buffer.clear();
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
