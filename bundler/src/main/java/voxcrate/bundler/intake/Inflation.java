package voxcrate.bundler.intake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/// What comes out of a compressed archive, up to a limit that no model comes near: weights hardly
/// compress at all.
final class Inflation extends FilterInputStream {
  private static final long FREE_BYTES = 64L << 20;
  private static final long MOST_TIMES = 100;

  private final Path archive;
  private final Counter compressed;
  private long inflated;

  /// @param inflated reads what it inflates from `compressed`
  Inflation(Path archive, Counter compressed, InputStream inflated) {
    super(inflated);
    this.archive = archive;
    this.compressed = compressed;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = in.read(buffer, offset, length);
    count(Math.max(read, 0));
    return read;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long skipped = in.skip(bytes);
    count(skipped);
    return skipped;
  }

  private void count(long bytes) {
    inflated += bytes;
    if (inflated - FREE_BYTES > MOST_TIMES * compressed.bytes) {
      throw IntakeProblems.hostile(
          archive, "", "content that inflates to more than " + MOST_TIMES + " times its size");
    }
  }

  /// Counts the bytes that are read from a file.
  static final class Counter extends FilterInputStream {
    private long bytes;

    Counter(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      bytes += value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = in.read(buffer, offset, length);
      bytes += Math.max(read, 0);
      return read;
    }
  }
}
