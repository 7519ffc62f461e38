package voxcrate.bundle.archive;

/// How the payload is cut.
///
/// @param chunkBytes what is hashed at a time
/// @param chunksPerVolume so that no chunk straddles two volumes
public record VolumeLimit(long chunkBytes, long chunksPerVolume) {
  private static final long CHUNK_BYTES = 8L << 20;

  /// Volumes of 3,992,977,408 bytes, below the 4 GiB that FAT32 can hold in a file.
  public static final VolumeLimit FAT32 = new VolumeLimit(CHUNK_BYTES, 476);

  /// One volume, whatever its size.
  public static final VolumeLimit NONE = new VolumeLimit(CHUNK_BYTES, Long.MAX_VALUE / CHUNK_BYTES);

  public VolumeLimit {
    if (chunkBytes < 512 || chunksPerVolume < 1) {
      throw new IllegalArgumentException("a volume holds at least one chunk of 512 bytes");
    }
  }

  /// The largest volumes of at most `bytes`.
  public static VolumeLimit ofAtMost(long bytes) {
    return new VolumeLimit(CHUNK_BYTES, Math.max(1, bytes / CHUNK_BYTES));
  }
}
