package voxcrate.bundler.intake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Tells of every byte that passes, so that an archive can be stopped that has more of them than it
/// may have.
abstract class WatchedStream extends FilterInputStream {
  WatchedStream(InputStream in) {
    super(in);
  }

  /// @param bytes how many have just been read or skipped; 0 at the end
  abstract void passed(long bytes);

  @Override
  public final int read() throws IOException {
    int value = in.read();
    passed(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public final int read(byte[] buffer, int offset, int length) throws IOException {
    int read = in.read(buffer, offset, length);
    passed(Math.max(read, 0));
    return read;
  }

  @Override
  public final long skip(long bytes) throws IOException {
    long skipped = in.skip(bytes);
    passed(skipped);
    return skipped;
  }
}
