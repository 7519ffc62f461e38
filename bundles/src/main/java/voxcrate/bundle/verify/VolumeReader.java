package voxcrate.bundle.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.TreeMap;
import voxcrate.bundle.Manifest.StickFile;
import voxcrate.bundle.volume.BundleFolder;

/// The volumes of a payload as one run of bytes. Each is opened once, when the first byte of it is
/// wanted, and closed after its last. Several threads may read at once.
final class VolumeReader implements AutoCloseable {
  private final BundleFolder folder;
  private final List<StickFile> volumes;
  private final TreeMap<Long, Volume> open = new TreeMap<>();
  private final TreeMap<Long, String> names = new TreeMap<>();
  private int count;
  private long opened;

  /// @param folder where the volumes lie
  /// @param volumes in the order of the payload
  VolumeReader(BundleFolder folder, List<StickFile> volumes) {
    this.folder = folder;
    this.volumes = volumes;
  }

  private static final class Volume {
    final StickFile file;
    final FileChannel channel;
    final long start;
    long unread;

    Volume(StickFile file, FileChannel channel, long start) {
      this.file = file;
      this.channel = channel;
      this.start = start;
      this.unread = file.size();
    }
  }

  /// Fills `buffer` with the bytes from `position` on, all of one volume. No byte is asked for
  /// twice.
  void read(long position, ByteBuffer buffer) {
    int length = buffer.remaining();
    var volume = at(position);
    try {
      long at = position - volume.start;
      while (buffer.hasRemaining()) {
        int read = volume.channel.read(buffer, at);
        if (read < 0) {
          throw new IOException("the file became shorter while it was read");
        }
        at += read;
      }
    } catch (IOException e) {
      throw BundleFolder.unreadable(volume.file.name(), e);
    }
    wasRead(volume, length);
  }

  /// The name of the volume that holds the byte at `position`.
  synchronized String nameAt(long position) {
    return names.floorEntry(position).getValue();
  }

  private synchronized Volume at(long position) {
    while (position >= opened) {
      var file = volumes.get(count);
      names.put(opened, file.name());
      open.put(opened, new Volume(file, folder.open(file.name(), file.size()), opened));
      count++;
      opened += file.size();
    }
    return open.floorEntry(position).getValue();
  }

  private synchronized void wasRead(Volume volume, int length) {
    volume.unread -= length;
    if (volume.unread == 0) {
      open.remove(volume.start);
      close(volume);
    }
  }

  private static void close(Volume volume) {
    try {
      volume.channel.close();
    } catch (IOException e) {
      throw BundleFolder.unreadable(volume.file.name(), e);
    }
  }

  @Override
  public synchronized void close() {
    open.values().forEach(VolumeReader::close);
    open.clear();
  }
}
