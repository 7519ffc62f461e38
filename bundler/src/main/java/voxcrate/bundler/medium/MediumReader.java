package voxcrate.bundler.medium;

import java.io.IOException;
import java.nio.file.Path;
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
    var hash = Digest.newHash();
    return Uncached.feed(hash, file, Uncached.alignmentOf(file))
        ? new Reading(Digest.of(hash), true)
        : new Reading(Digest.of(file), false);
  }
}
