package voxcrate.bundler.convert.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import voxcrate.bundler.convert.refusal.Refusal;

/// A file read by position: what is asked for is there, or the file is refused.
final class CheckpointFile implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private final long sizeBytes;

  private CheckpointFile(Path path, FileChannel channel, long sizeBytes) {
    this.path = path;
    this.channel = channel;
    this.sizeBytes = sizeBytes;
  }

  static CheckpointFile open(Path path) {
    try {
      var channel = FileChannel.open(path, StandardOpenOption.READ);
      return new CheckpointFile(path, channel, channel.size());
    } catch (IOException e) {
      throw Refusal.unreadable(path.toString(), e);
    }
  }

  Path path() {
    return path;
  }

  /// As the operator knows it.
  String name() {
    return path.toString();
  }

  long sizeBytes() {
    return sizeBytes;
  }

  /// Exactly `length` bytes from `position`, little-endian.
  ByteBuffer read(long position, int length) {
    if (position < 0 || length < 0 || position > sizeBytes - length) {
      throw Refusal.container(
          name(), length + " bytes at " + position + " lie outside the file of " + sizeBytes);
    }
    var buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    try {
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, position + buffer.position()) < 0) {
          throw Refusal.container(name(), "the file became shorter while it was read");
        }
      }
    } catch (IOException e) {
      throw Refusal.unreadable(name(), e);
    }
    return buffer.flip();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw Refusal.unreadable(name(), e);
    }
  }
}
