package voxcrate.engine.speech;

/// A stretch of the recording in which somebody speaks.
///
/// @param endSeconds behind the start
public record SpeechRegion(double startSeconds, double endSeconds) {
  public SpeechRegion {
    if (!(startSeconds < endSeconds)) {
      throw new IllegalArgumentException("from " + startSeconds + " to " + endSeconds);
    }
  }

  public double seconds() {
    return endSeconds - startSeconds;
  }
}
