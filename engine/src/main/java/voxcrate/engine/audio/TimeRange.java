package voxcrate.engine.audio;

/// A stretch of a recording, in seconds from its beginning.
///
/// @param endSeconds infinite where the recording's end is meant
public record TimeRange(double startSeconds, double endSeconds) {
  public static final TimeRange WHOLE = new TimeRange(0, Double.POSITIVE_INFINITY);

  public TimeRange {
    if (!(startSeconds >= 0 && startSeconds < endSeconds)) {
      throw new IllegalArgumentException(
          "a stretch from " + startSeconds + " to " + endSeconds + " seconds");
    }
  }

  public boolean isWhole() {
    return equals(WHOLE);
  }

  public double seconds() {
    return endSeconds - startSeconds;
  }
}
