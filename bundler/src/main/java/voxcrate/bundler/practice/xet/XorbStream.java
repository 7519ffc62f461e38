package voxcrate.bundler.practice.xet;

import java.io.IOException;
import java.io.InputStream;

/// Puts the header before each chunk of a stream of content: a version, the length as it is stored,
/// how it is packed, and the length as it is used. Both lengths have three bytes, the lowest first.
final class XorbStream extends InputStream {
  static final int HEADER_BYTES = 8;

  private static final byte VERSION = 0;
  private static final byte NOT_PACKED = 0;

  private final InputStream content;
  private final byte[] stored = new byte[HEADER_BYTES + Xorb.CHUNK_BYTES];
  private long contentLeft;
  private int position;
  private int end;

  /// @param content at the beginning of a chunk
  /// @param contentBytes up to the end of the xorb
  XorbStream(InputStream content, long contentBytes) {
    this.content = content;
    this.contentLeft = contentBytes;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (position == end && !next()) {
      return -1;
    }
    int count = Math.min(length, end - position);
    System.arraycopy(stored, position, buffer, offset, count);
    position += count;
    return count;
  }

  private boolean next() throws IOException {
    int bytes = (int) Math.min(contentLeft, Xorb.CHUNK_BYTES);
    if (bytes == 0 || content.readNBytes(stored, HEADER_BYTES, bytes) < bytes) {
      return false;
    }
    stored[0] = VERSION;
    putLength(1, bytes);
    stored[4] = NOT_PACKED;
    putLength(5, bytes);
    contentLeft -= bytes;
    position = 0;
    end = HEADER_BYTES + bytes;
    return true;
  }

  private void putLength(int at, int length) {
    stored[at] = (byte) length;
    stored[at + 1] = (byte) (length >> 8);
    stored[at + 2] = (byte) (length >> 16);
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
