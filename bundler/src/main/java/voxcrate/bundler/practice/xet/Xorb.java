package voxcrate.bundler.practice.xet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// A run of chunks of one file, as the storage sends it: each chunk behind a header of eight bytes.
/// The chunks are not packed.
///
/// @param from offset in `source` of the first chunk
/// @param contentBytes length of the chunks together
public record Xorb(XetHash hash, Path source, long from, long contentBytes) {
  /// As large as a chunk may be.
  static final int CHUNK_BYTES = 1 << 17;

  /// With their headers well below the 64 MiB that a xorb may have.
  static final int MOST_CHUNKS = 256;

  private static final int STORED_CHUNK_BYTES = XorbStream.HEADER_BYTES + CHUNK_BYTES;

  public long storedBytes() {
    return contentBytes + Math.ceilDiv(contentBytes, CHUNK_BYTES) * XorbStream.HEADER_BYTES;
  }

  /// Where in the xorb a chunk begins, and so where the one before it ends.
  long storedOffset(int chunk) {
    return Math.min((long) chunk * STORED_CHUNK_BYTES, storedBytes());
  }

  /// Opens the xorb at an offset in it.
  public InputStream open(long offset) throws IOException {
    long skipped = offset / STORED_CHUNK_BYTES * CHUNK_BYTES;
    var content = Files.newInputStream(source);
    content.skipNBytes(from + skipped);
    var stored = new XorbStream(content, contentBytes - skipped);
    stored.skipNBytes(offset % STORED_CHUNK_BYTES);
    return stored;
  }
}
