package voxcrate.bundler.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import voxcrate.bundler.download.ContentHash.Verdict;
import voxcrate.bundler.hub.StatedContent;
import voxcrate.bundler.plan.PlannedFile;
import voxcrate.files.Durable;

/// A file while it arrives: what is written and what is hashed are always the same bytes.
final class Reception implements AutoCloseable {
  private final PartialFile partial;
  private PlannedFile file;
  private ContentHash hash;
  private FileChannel channel;
  private long position;
  private @Nullable Verdict spoiled;

  private Reception(PartialFile partial, PlannedFile file, FileChannel channel, long position) {
    this.partial = partial;
    this.file = file;
    this.hash = new ContentHash(file);
    this.channel = channel;
    this.position = position;
  }

  /// Goes on behind what is here of the file already; that is hashed once more, from the disk.
  static Reception resume(PartialFile partial, PlannedFile file) throws IOException {
    long kept = partial.keptBytes();
    var reception = new Reception(partial, file, partial.open(kept), kept);
    if (kept > 0) {
      reception.hash.update(partial.content());
    }
    return reception;
  }

  long position() {
    return position;
  }

  boolean isDone() {
    return position == file.sizeBytes() || spoiled != null;
  }

  /// Begins anew, with what the hub says of the file at its download.
  void restart(StatedContent stated, Optional<String> validator) throws IOException {
    channel.close();
    partial.describe(validator);
    channel = partial.open(0);
    file = file.completedBy(stated);
    hash = new ContentHash(file);
    position = 0;
  }

  void append(byte[] buffer, int length) throws IOException {
    if (position + length > file.sizeBytes()) {
      spoil("more than " + file.sizeBytes() + " bytes", file.sizeBytes() + " bytes");
      return;
    }
    Durable.writeFully(channel, ByteBuffer.wrap(buffer, 0, length));
    hash.update(buffer, length);
    position += length;
  }

  /// What arrives is not this file; nothing more of it is wanted.
  void spoil(String found, String expected) {
    spoiled = new Verdict.Wrong(found, expected);
  }

  /// Puts the content on the disk and says whether it is right.
  Verdict finish() throws IOException {
    if (spoiled != null) {
      return spoiled;
    }
    channel.force(true);
    return hash.finish();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
