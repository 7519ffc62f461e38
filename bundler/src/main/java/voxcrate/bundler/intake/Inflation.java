package voxcrate.bundler.intake;

import java.io.InputStream;
import java.nio.file.Path;

/// What comes out of a compressed archive, up to a limit that no model comes near: weights hardly
/// compress at all.
final class Inflation extends WatchedStream {
  private static final long FREE_BYTES = 64L << 20;
  private static final long MOST_TIMES = 100;

  private final Path archive;
  private final Compressed compressed;
  private long inflated;

  /// @param inflated reads what it inflates from `compressed`
  Inflation(Path archive, Compressed compressed, InputStream inflated) {
    super(inflated);
    this.archive = archive;
    this.compressed = compressed;
  }

  @Override
  void passed(long bytes) {
    inflated += bytes;
    if (inflated - FREE_BYTES > MOST_TIMES * compressed.bytes) {
      throw IntakeProblems.hostile(
          archive, "", "content that inflates to more than " + MOST_TIMES + " times its size");
    }
  }

  /// The archive as it lies on the disk.
  static final class Compressed extends WatchedStream {
    private long bytes;

    Compressed(InputStream in) {
      super(in);
    }

    @Override
    void passed(long more) {
      bytes += more;
    }
  }
}
