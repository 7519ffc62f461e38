package voxcrate.installer.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A lock counts only on the file that the next installer will find.
final class InstallLockTest {
  @TempDir Path folder;

  /// Another installer has taken the file away and a third one has made it anew, between the
  /// opening and the locking of this one.
  @Test
  void file_that_was_replaced_after_it_was_opened_is_another_one() throws IOException {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "this system lists no open files");
    var file = Files.createFile(folder.resolve(".lock"));
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      assertThat(channel.tryLock()).isNotNull();
      assertThat(InstallLock.isOpen(file)).isTrue();

      Files.delete(file);
      assertThat(InstallLock.isOpen(file)).isFalse();
      Files.createFile(file);

      assertThat(InstallLock.isOpen(file)).isFalse();
    }
  }
}
