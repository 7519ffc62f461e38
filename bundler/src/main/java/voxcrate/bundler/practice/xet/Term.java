package voxcrate.bundler.practice.xet;

/// Chunks that follow one another in a xorb and in a file.
///
/// @param firstChunk number of the first, in the xorb
/// @param endChunk number of the last, and one
public record Term(Xorb xorb, int firstChunk, int endChunk) {
  /// The chunks in which the bytes of the xorb's content from `from` up to, not with, `to` lie.
  static Term covering(Xorb xorb, long from, long to) {
    return new Term(
        xorb, (int) (from / Xorb.CHUNK_BYTES), Math.toIntExact(Math.ceilDiv(to, Xorb.CHUNK_BYTES)));
  }

  /// Offset in the file of the first byte.
  public long from() {
    return xorb.from() + contentOffset(firstChunk);
  }

  public long contentBytes() {
    return contentOffset(endChunk) - contentOffset(firstChunk);
  }

  private long contentOffset(int chunk) {
    return Math.min((long) chunk * Xorb.CHUNK_BYTES, xorb.contentBytes());
  }

  /// Offset in the xorb of the first byte, a header's.
  public long storedFrom() {
    return xorb.storedOffset(firstChunk);
  }

  /// Offset in the xorb of the last byte.
  public long storedLast() {
    return xorb.storedOffset(endChunk) - 1;
  }
}
