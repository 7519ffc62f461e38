package voxcrate.bundler.download;

/// How files come.
///
/// @param filesAtOnce how many files come at the same time, each over one connection
/// @param rangesAtOnce over how many connections a large file comes
/// @param largeFromBytes size from which a file is large; large ones come one after another
/// @param rangeBytes size of the ranges of a large file
/// @param pace shared by all connections
public record DownloadSettings(
    int filesAtOnce, int rangesAtOnce, long largeFromBytes, long rangeBytes, Pace pace) {
  private static final long MIB = 1 << 20;

  /// Every file is one range of at most this size.
  static final long ONE_RANGE = Long.MAX_VALUE;

  /// More connections at once gain nothing on one line and annoy the hub. Ranges are so large that
  /// asking for each costs nothing, and so small that all connections have work until the end.
  public static final DownloadSettings STANDARD =
      new DownloadSettings(12, 4, 64 * MIB, 32 * MIB, Pace.UNLIMITED);

  public DownloadSettings at(Pace other) {
    return new DownloadSettings(filesAtOnce, rangesAtOnce, largeFromBytes, rangeBytes, other);
  }

  boolean isLarge(long sizeBytes) {
    return sizeBytes >= largeFromBytes;
  }

  /// A small file is one range.
  long rangeBytes(long sizeBytes) {
    return isLarge(sizeBytes) ? rangeBytes : ONE_RANGE;
  }
}
