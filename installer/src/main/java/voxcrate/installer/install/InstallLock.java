package voxcrate.installer.install;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import voxcrate.installer.change.Changes;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.refusal.InstallCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// One installer at a time. The operating system drops the lock with the process, however it ends.
final class InstallLock implements AutoCloseable {
  private static final Path OWN_FILES = Path.of("/proc/self/fd");

  private final FileChannel channel;

  private InstallLock(FileChannel channel) {
    this.channel = channel;
  }

  /// @param changes take the lock's file back where this run has made it
  static InstallLock take(InstallLayout layout, Changes changes) throws IOException {
    boolean made = !Files.exists(layout.lock(), LinkOption.NOFOLLOW_LINKS);
    changes.inside(layout.prefix());
    var channel = open(layout);
    if (!isLocked(channel) || !isOpen(layout.lock())) {
      // Where another first install has just been refused, or an uninstall has ended, the file that
      // was locked is gone; and another one may be there by now, for the next to lock.
      channel.close();
      throw busy(layout);
    }
    if (made) {
      changes.undoneBy(() -> Files.deleteIfExists(layout.lock()));
    }
    return new InstallLock(channel);
  }

  private static FileChannel open(InstallLayout layout) throws IOException {
    return FileChannel.open(
        layout.lock(),
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Held by this very process: the same answer.
      return false;
    }
  }

  /// Whether this process has the very file open that lies under this name now. It is not opened
  /// for that: closing it again would drop the lock (fcntl(2)).
  static boolean isOpen(Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    if (!Files.isDirectory(OWN_FILES)) {
      return true;
    }
    var there = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    try (Stream<Path> open = Files.list(OWN_FILES)) {
      return open.anyMatch(own -> there.fileKey().equals(fileKey(own)));
    }
  }

  private static @Nullable Object fileKey(Path own) {
    try {
      return Files.readAttributes(own, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      // Closed in the meantime.
      return null;
    }
  }

  private static ToolException busy(InstallLayout layout) {
    return new ToolException(
        Problem.of(
            InstallCode.ALREADY_RUNNING,
            "Another installer is at work",
            "locking " + layout.prefix(),
            "the lock is held by another process",
            "wait until it has ended, then run the same command again"));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
