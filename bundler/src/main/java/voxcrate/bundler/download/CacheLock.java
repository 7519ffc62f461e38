package voxcrate.bundler.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import voxcrate.bundler.hub.Sleeper;
import voxcrate.progress.ProgressListener;

/// Lets one process at a time download into a cache; a second one waits. The system takes the lock
/// back when a process ends, however it ends, so none is ever left behind.
final class CacheLock implements AutoCloseable {
  private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);
  private static final String TASK = "waiting for the model cache";

  private final FileChannel channel;
  private final boolean waited;

  private CacheLock(FileChannel channel, boolean waited) {
    this.channel = channel;
    this.waited = waited;
  }

  /// Waits as long as another process has `file`.
  static CacheLock take(Path file, Sleeper sleeper, ProgressListener progress)
      throws IOException, InterruptedException {
    Files.createDirectories(file.getParent());
    var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      boolean waited = false;
      while (tried(channel) == null) {
        if (!waited) {
          progress.warn(TASK, "%s downloads into this cache; waiting".formatted(holder(channel)));
        }
        waited = true;
        sleeper.sleep(LOOKS_EVERY);
      }
      sign(channel);
      return new CacheLock(channel, waited);
    } catch (IOException | InterruptedException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /// Null where somebody else has it; within one process Java says so by an exception.
  private static @Nullable FileLock tried(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  /// Says whose lock it is, for the message of another.
  private static void sign(FileChannel channel) throws IOException {
    var owner = "process " + ProcessHandle.current().pid();
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  private static String holder(FileChannel channel) throws IOException {
    var text = ByteBuffer.allocate(40);
    channel.read(text, 0);
    var owner = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
    return owner.matches("process [0-9]{1,10}") ? owner : "another process";
  }

  /// Whether another process had the cache in the meantime.
  boolean waited() {
    return waited;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
