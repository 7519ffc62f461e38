package voxcrate.engine.speech;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import voxcrate.engine.audio.TimeRange;

/// The stretches of a recording that are transcribed at once.
public final class SpeechWindows {
  private SpeechWindows() {}

  /// Joins regions from first to last, as WhisperX's `merge_chunks` does: a window grows as long as
  /// it holds what the model hears at once. Silence between windows is never transcribed. A region
  /// that is longer by itself is parted into equal pieces first.
  ///
  /// @param regions may overlap
  /// @param maxSeconds what the model hears at once
  public static List<TimeRange> of(List<TimeRange> regions, double maxSeconds) {
    if (!(maxSeconds > 0)) {
      throw new IllegalArgumentException("windows of " + maxSeconds + " s");
    }
    var windows = new ArrayList<TimeRange>();
    for (var region : pieces(disjoint(regions), maxSeconds)) {
      if (!windows.isEmpty()
          && region.endSeconds() - windows.getLast().startSeconds() <= maxSeconds) {
        windows.add(joined(windows.removeLast(), region));
      } else {
        windows.add(region);
      }
    }
    return windows;
  }

  /// By start; regions that overlap are one.
  static List<TimeRange> disjoint(List<TimeRange> regions) {
    var sorted = new ArrayList<>(regions);
    sorted.sort(Comparator.comparingDouble(TimeRange::startSeconds));
    var disjoint = new ArrayList<TimeRange>();
    for (var region : sorted) {
      if (!disjoint.isEmpty() && region.startSeconds() < disjoint.getLast().endSeconds()) {
        disjoint.add(joined(disjoint.removeLast(), region));
      } else {
        disjoint.add(region);
      }
    }
    return disjoint;
  }

  private static List<TimeRange> pieces(List<TimeRange> regions, double maxSeconds) {
    var pieces = new ArrayList<TimeRange>();
    for (var region : regions) {
      int count = (int) Math.ceil(region.seconds() / maxSeconds);
      double start = region.startSeconds();
      for (int i = 1; i <= count; i++) {
        double end =
            i == count ? region.endSeconds() : region.startSeconds() + region.seconds() * i / count;
        pieces.add(new TimeRange(start, end));
        start = end;
      }
    }
    return pieces;
  }

  private static TimeRange joined(TimeRange first, TimeRange second) {
    return new TimeRange(first.startSeconds(), Math.max(first.endSeconds(), second.endSeconds()));
  }
}
