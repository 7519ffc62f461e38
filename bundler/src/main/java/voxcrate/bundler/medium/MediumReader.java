package voxcrate.bundler.medium;

import java.io.IOException;
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
      var hash = Digest.newHash();
      uncached.feed(hash);
      return new Reading(Digest.of(hash), true);
    }
  }
}
