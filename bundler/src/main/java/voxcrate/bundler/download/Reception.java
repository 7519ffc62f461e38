package voxcrate.bundler.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import voxcrate.bundler.download.ContentHash.Verdict;
import voxcrate.bundler.hub.StatedContent;
import voxcrate.bundler.plan.PlannedFile;

/// A file while it arrives, in one range or in several at once: every byte is written where it
/// belongs and hashed in the order of the file. Each range has one thread.
final class Reception implements AutoCloseable {
  /// About so many bytes are lost with a killed process, and asked for again.
  private static final long NOTED_EVERY = 16L << 20;

  private final PartialFile partial;
  private final FileChannel content;
  private final List<FileRange> ranges;
  private final long notedEvery;
  private final AtomicInteger claimed = new AtomicInteger();
  private final AtomicLong received;
  private final AtomicLong noted;
  private final AtomicBoolean noting = new AtomicBoolean();
  private OrderedHash hash;

  private PlannedFile file;
  private Optional<String> validator;

  private volatile @Nullable Verdict spoiled;
  private volatile boolean abandoned;
  private volatile boolean halted;

  private Reception(
      PartialFile partial, PlannedFile file, FileChannel content, Kept kept, long rangeBytes) {
    this.partial = partial;
    this.file = file;
    this.content = content;
    this.ranges = kept.ranges(file.sizeBytes(), rangeBytes);
    this.notedEvery = Math.min(rangeBytes, NOTED_EVERY);
    this.validator = kept.validator();
    this.hash = new OrderedHash(new ContentHash(file), content, ranges);
    this.received = new AtomicLong(kept.bytes());
    this.noted = new AtomicLong(kept.bytes());
  }

  /// Goes on with what is here of the file already.
  static Reception resume(PartialFile partial, PlannedFile file, long rangeBytes)
      throws IOException {
    var kept = partial.kept();
    return new Reception(partial, file, partial.open(kept), kept, rangeBytes);
  }

  /// How many ranges are not complete.
  int missingRanges() {
    return (int) ranges.stream().filter(range -> !range.isComplete()).count();
  }

  /// The next range that nobody receives yet; empty where there is none, or none is wanted.
  Optional<FileRange> claim() {
    for (int i = next(); i < ranges.size(); i = next()) {
      if (!ranges.get(i).isComplete()) {
        return Optional.of(ranges.get(i));
      }
    }
    return Optional.empty();
  }

  private int next() {
    return isOver() || halted ? ranges.size() : claimed.getAndIncrement();
  }

  boolean isOneRange() {
    return ranges.size() == 1;
  }

  synchronized Optional<String> validator() {
    return validator;
  }

  /// How many bytes of the file are here.
  long receivedBytes() {
    return received.get();
  }

  /// Hears what the hub says of the file at an answer. Answers with different tags are not of the
  /// same bytes.
  ///
  /// @return whether the bytes that follow belong to those that are here
  synchronized boolean goesWith(StatedContent stated, Optional<String> tag) {
    file = file.completedBy(stated);
    if (validator.isPresent() && tag.isPresent() && !validator.equals(tag)) {
      return false;
    }
    validator = validator.or(() -> tag);
    return true;
  }

  /// Begins anew, where there is one range only.
  synchronized void restart(Optional<String> tag) throws IOException {
    content.truncate(0);
    ranges.getFirst().moveTo(0);
    received.set(0);
    noted.set(0);
    validator = tag;
    hash = new OrderedHash(new ContentHash(file), content, ranges);
  }

  /// Hashes what an earlier run left; whoever has a thread to spare may do it.
  void catchUp() throws IOException {
    hash.catchUp();
  }

  void append(FileRange range, byte[] buffer, int length) throws IOException {
    var bytes = ByteBuffer.wrap(buffer, 0, length);
    for (long at = range.position(); bytes.hasRemaining(); ) {
      at += content.write(bytes, at);
    }
    hash.arrived(range, buffer, length);
    if (received.addAndGet(length) - noted.get() >= notedEvery) {
      noteOnce();
    }
  }

  /// One thread writes the note while the others go on receiving.
  private void noteOnce() throws IOException {
    if (noting.compareAndSet(false, true)) {
      try {
        note();
      } finally {
        noting.set(false);
      }
    }
  }

  private void note() throws IOException {
    noted.set(received.get());
    partial.note(Kept.of(ranges, validator()));
  }

  /// What arrives is not this file; nothing more of it is wanted.
  void spoil(String found, String expected) {
    spoiled = new Verdict.Wrong(found, expected);
  }

  /// The file does not come in ranges that fit together; nothing more is wanted in this way.
  void abandon() {
    abandoned = true;
  }

  /// A range cannot be had: those that are coming are brought to their end, no others begun.
  void halt() {
    halted = true;
  }

  boolean isOver() {
    return spoiled != null || abandoned;
  }

  private boolean isComplete() {
    return missingRanges() == 0;
  }

  /// Puts the content on the disk and says whether it is right; empty where it was abandoned.
  Optional<Verdict> finish() throws IOException {
    if (abandoned) {
      return Optional.empty();
    }
    if (spoiled != null) {
      return Optional.of(spoiled);
    }
    hash.catchUp();
    content.force(true);
    return Optional.of(hash.finish(file));
  }

  /// Notes what is here, where the file is unfinished and may be gone on with.
  @Override
  public void close() throws IOException {
    try {
      if (!isOver() && !isComplete() && received.get() > noted.get()) {
        note();
      }
    } finally {
      content.close();
    }
  }
}
