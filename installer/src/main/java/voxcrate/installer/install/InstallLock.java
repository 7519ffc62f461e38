package voxcrate.installer.install;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import voxcrate.installer.change.Changes;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.refusal.InstallCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// One installer at a time. The operating system drops the lock with the process, however it ends.
final class InstallLock implements AutoCloseable {
  private final FileChannel channel;

  private InstallLock(FileChannel channel) {
    this.channel = channel;
  }

  /// @param changes take the lock's file back where this run has made it
  static InstallLock take(InstallLayout layout, Changes changes) throws IOException {
    boolean made = !Files.exists(layout.lock(), LinkOption.NOFOLLOW_LINKS);
    changes.inside(layout.prefix());
    var channel = open(layout);
    if (!isLocked(channel) || !Files.exists(layout.lock(), LinkOption.NOFOLLOW_LINKS)) {
      // The file is gone where another first install has just been refused.
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
