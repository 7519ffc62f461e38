package voxcrate.engine.score;

import java.util.List;

/// A stretch of a recording.
public record Region(double startSeconds, double endSeconds) {
  public static final List<Region> EVERYTHING =
      List.of(new Region(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));

  boolean contains(double seconds) {
    return startSeconds <= seconds && seconds < endSeconds;
  }
}
