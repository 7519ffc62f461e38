package voxcrate.bundler.medium;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import voxcrate.bundle.Digest;
import voxcrate.files.Uncached;

/// Reads what lies on a medium.
@FunctionalInterface
interface MediumReader {
  /// Past this machine's memory, where the file system can.
  MediumReader PAST_MEMORY = MediumReader::readPastMemory;

  Reading read(Path file) throws IOException;

  /// @param uncached false where what was read may be what this machine remembers
  record Reading(Digest digest, boolean uncached) {}

  private static Reading readPastMemory(Path file) throws IOException {
    var opened = Uncached.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    if (opened.isEmpty()) {
      return new Reading(Digest.of(file), false);
    }
    try (var uncached = opened.get()) {
      return new Reading(digest(uncached), true);
    }
  }

  private static Digest digest(Uncached file) throws IOException {
    FileChannel channel = file.channel();
    var hash = Digest.newHash();
    var buffer = file.buffer(4 << 20);
    long size = channel.size();
    // The end of the file is mostly no multiple, and nothing can be read from there on.
    while (channel.position() < size && channel.read(buffer) >= 0) {
      buffer.flip();
      hash.update(buffer);
      buffer.clear();
    }
    return Digest.of(hash);
  }
}
