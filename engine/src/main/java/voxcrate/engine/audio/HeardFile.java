package voxcrate.engine.audio;

import java.nio.file.Path;
import java.util.Optional;
import voxcrate.engine.audio.stream.Damage;

/// Where a file lies on a recording's time line, and what it lacks.
///
/// @param startSeconds where it begins on the time line
/// @param seconds as far as it was gone through
/// @param damage times in it are the file's own
public record HeardFile(Path file, double startSeconds, double seconds, Optional<Damage> damage) {
  public double endSeconds() {
    return startSeconds + seconds;
  }
}
