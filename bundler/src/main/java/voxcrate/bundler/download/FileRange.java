package voxcrate.bundler.download;

/// A stretch of a file that arrives from front to back. One thread at a time writes; any may read.
final class FileRange {
  private final long from;
  private final long end;
  private volatile long position;

  /// @param position offset of the first byte that is not here yet
  FileRange(long from, long end, long position) {
    this.from = from;
    this.end = end;
    this.position = position;
  }

  long from() {
    return from;
  }

  long end() {
    return end;
  }

  long position() {
    return position;
  }

  long missing() {
    return end - position;
  }

  boolean isComplete() {
    return position == end;
  }

  void moveTo(long newPosition) {
    position = newPosition;
  }
}
