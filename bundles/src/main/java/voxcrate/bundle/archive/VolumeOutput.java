package voxcrate.bundle.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest.StickFile;
import voxcrate.files.Durable;

/// One stream, written as volumes, with the digests of volumes and chunks taken on the way.
final class VolumeOutput extends OutputStream {
  private final Path folder;
  private final VolumeLimit limit;
  private final ByteArrayOutputStream chunkDigests = new ByteArrayOutputStream();
  private final List<StickFile> volumes = new ArrayList<>();
  private final MessageDigest chunkHash = Digest.newHash();
  private final MessageDigest volumeHash = Digest.newHash();
  private @Nullable FileChannel channel;
  private long inChunk;
  private long chunksInVolume;
  private long inVolume;
  private long total;

  VolumeOutput(Path folder, VolumeLimit limit) {
    this.folder = folder;
    this.limit = limit;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int position = offset;
    int left = length;
    while (left > 0) {
      int piece = (int) Math.min(left, limit.chunkBytes() - inChunk);
      Durable.writeFully(volume(), ByteBuffer.wrap(bytes, position, piece));
      chunkHash.update(bytes, position, piece);
      volumeHash.update(bytes, position, piece);
      inChunk += piece;
      inVolume += piece;
      total += piece;
      position += piece;
      left -= piece;
      if (inChunk == limit.chunkBytes()) {
        endChunk();
      }
    }
  }

  private FileChannel volume() throws IOException {
    var open = channel;
    if (open == null) {
      open =
          FileChannel.open(
              folder.resolve(nextName()), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
      channel = open;
    }
    return open;
  }

  private String nextName() {
    return String.format(Locale.ROOT, "vol-%03d.tar.part", volumes.size());
  }

  private void endChunk() throws IOException {
    chunkDigests.writeBytes(chunkHash.digest());
    inChunk = 0;
    chunksInVolume++;
    if (chunksInVolume == limit.chunksPerVolume()) {
      endVolume();
    }
  }

  private void endVolume() throws IOException {
    var open = channel;
    if (open != null) {
      open.force(true);
      open.close();
      channel = null;
      volumes.add(new StickFile(nextName(), inVolume, Digest.of(volumeHash)));
      inVolume = 0;
      chunksInVolume = 0;
    }
  }

  @Override
  public void close() throws IOException {
    if (inChunk > 0) {
      endChunk();
    }
    endVolume();
  }

  long total() {
    return total;
  }

  List<StickFile> volumes() {
    return List.copyOf(volumes);
  }

  /// 32 bytes a chunk, in order.
  byte[] chunkDigests() {
    return chunkDigests.toByteArray();
  }
}
