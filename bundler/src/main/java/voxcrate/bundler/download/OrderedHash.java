package voxcrate.bundler.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import voxcrate.bundler.download.ContentHash.Verdict;
import voxcrate.bundler.plan.PlannedFile;

/// Hashes a file in the order of its bytes while its ranges arrive side by side. What arrives where
/// the hash stands is hashed out of the buffer; what came early is read once from the file, which
/// is still in memory then, as soon as the hash has come that far.
final class OrderedHash {
  private static final int BUFFER_BYTES = 1 << 18;

  private final ContentHash hash;
  private final FileChannel content;
  private final List<FileRange> ranges;

  /// Whether some thread hashes. It alone uses `hash` and `hashed`, until it finds under the lock
  /// that nothing is left.
  private boolean busy;

  private long hashed;
  private int frontier;

  /// @param ranges in the order of the file
  OrderedHash(ContentHash hash, FileChannel content, List<FileRange> ranges) {
    this.hash = hash;
    this.content = content;
    this.ranges = ranges;
  }

  /// Hashes what is here before anything arrives.
  void catchUp() throws IOException {
    if (begin()) {
      goOn();
    }
  }

  /// Takes in the bytes that `range` has just been extended by; they are in the file already.
  void arrived(FileRange range, byte[] buffer, int length) throws IOException {
    long start = range.position();
    if (!extend(range, start + length)) {
      return;
    }
    if (hashed == start) {
      hash.update(buffer, length);
      hashed += length;
    }
    goOn();
  }

  private synchronized boolean begin() {
    boolean free = !busy;
    busy = true;
    return free;
  }

  /// Whether the caller has to hash now.
  private synchronized boolean extend(FileRange range, long position) {
    range.moveTo(position);
    return ranges.get(frontier) == range && begin();
  }

  /// Hashes out of the file until the hash stands where bytes are still to come.
  private void goOn() throws IOException {
    byte[] buffer = {};
    for (long until = reach(); hashed < until; until = reach()) {
      buffer = buffer.length == 0 ? new byte[BUFFER_BYTES] : buffer;
      while (hashed < until) {
        read(buffer, (int) Math.min(BUFFER_BYTES, until - hashed));
      }
    }
  }

  private void read(byte[] buffer, int wanted) throws IOException {
    int read = content.read(ByteBuffer.wrap(buffer, 0, wanted), hashed);
    if (read < 0) {
      throw new IOException("an unfinished file became shorter while it was received");
    }
    hash.update(buffer, read);
    hashed += read;
  }

  /// How far the hash can go; where that is no further, the next arrival goes on.
  private synchronized long reach() {
    while (frontier + 1 < ranges.size() && hashed == ranges.get(frontier).end()) {
      frontier++;
    }
    long position = ranges.get(frontier).position();
    busy = hashed < position;
    return position;
  }

  /// Ends the hashing, when all has arrived.
  Verdict finish(PlannedFile file) {
    return hash.finish(file);
  }
}
