package voxcrate.installer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// One installer at a time. The operating system drops the lock with the process, however it ends.
final class InstallLock implements AutoCloseable {
  private final FileChannel channel;

  private InstallLock(FileChannel channel) {
    this.channel = channel;
  }

  static InstallLock take(InstallLayout layout) throws IOException {
    var channel =
        FileChannel.open(
            layout.lock(),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      if (channel.tryLock() != null) {
        return new InstallLock(channel);
      }
    } catch (OverlappingFileLockException e) {
      // Held by this very process: the same answer.
    }
    channel.close();
    throw new ToolException(
        Problem.of(
            InstallError.ALREADY_RUNNING,
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
