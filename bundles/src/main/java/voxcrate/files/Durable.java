package voxcrate.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Writes that survive a power cut: the content is on the disk before the name is, and the name is
/// on the disk before the method returns.
public final class Durable {
  private static final FileAttribute<Set<PosixFilePermission>> OWN =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final String HALF_WRITTEN = ".new-";

  // EINVAL in the words of the C library; Java passes on nothing else.
  private static final String CANNOT_BE_SYNCED = "Invalid argument";

  private Durable() {}

  /// Replaces or makes `file` in one step, with permissions such as `rw-------`; a reader sees the
  /// old content or the new, never a part.
  public static void write(Path file, byte[] content, String permissions) throws IOException {
    var folder = folderOf(file);
    // What nobody may write to, not its owner either, could not be opened for writing again.
    var temporary = Files.createTempFile(folder, HALF_WRITTEN, "", OWN);
    try {
      try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        writeFully(channel, ByteBuffer.wrap(content));
        // With its rights before it is made durable: they are part of what must survive.
        Files.setPosixFilePermissions(temporary, permissionsOf(permissions));
        sync(channel, content.length);
      }
      move(temporary, file);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /// As above, with the rights that this user gives to new files. None are set: on a stick that
  /// somebody else has mounted, or a share, whoever may write may not do that.
  public static void write(Path file, byte[] content) throws IOException {
    var temporary = folderOf(file).resolve(HALF_WRITTEN + UUID.randomUUID());
    try {
      try (var channel =
          FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        writeFully(channel, ByteBuffer.wrap(content));
        sync(channel, content.length);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      syncFolderOfShare(folderOf(file));
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /// Network file systems write names at once, and some refuse to be asked for it (fsync(2)).
  private static void syncFolderOfShare(Path folder) throws IOException {
    try {
      syncFolder(folder);
    } catch (IOException e) {
      if (!CANNOT_BE_SYNCED.equals(e.getMessage())) {
        throw e;
      }
    }
  }

  /// Renames within one file system, replacing `target`, and makes the new name durable.
  public static void move(Path source, Path target) throws IOException {
    Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
    syncFolder(folderOf(target));
  }

  /// Makes all that was written to a file durable.
  ///
  /// @param size bytes that the file must have by now
  /// @throws IOException also when the disk has taken less than it said: a lost write is no error
  ///     of any call
  public static void sync(FileChannel channel, long size) throws IOException {
    channel.force(true);
    if (channel.size() != size) {
      throw new IOException(
          "the disk has kept " + channel.size() + " of " + size + " bytes that it took");
    }
  }

  /// Makes the names inside `folder` durable.
  public static void syncFolder(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// Writes all of `buffer`: a channel may take less than it was given.
  public static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IllegalArgumentException e) {
      // What Java says when it is told of more bytes than it has given.
      throw new IOException("the system says that it took more bytes than there were", e);
    }
  }

  /// Removes `root` with all below it, following no link; nothing happens where it is absent.
  public static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static Path folderOf(Path file) {
    var folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IllegalArgumentException("the root of a file system is no file");
    }
    return folder;
  }

  private static Set<PosixFilePermission> permissionsOf(String permissions) {
    return PosixFilePermissions.fromString(permissions);
  }
}
