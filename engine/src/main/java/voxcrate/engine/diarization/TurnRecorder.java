package voxcrate.engine.diarization;

import java.util.ArrayList;
import java.util.List;

/// Turns frames that come one by one into spans of time, for each cluster.
final class TurnRecorder {
  private static final int OFF = -1;

  /// @param cluster who speaks, before speakers have names
  record Span(double startSeconds, double endSeconds, int cluster) {}

  private final FrameGrid grid;
  private final double minGapSeconds;
  private final int[] since;
  private final List<List<Span>> spans = new ArrayList<>();
  private int frame;

  /// @param minGapSeconds gaps of one cluster up to this length are filled; 0 fills none
  TurnRecorder(FrameGrid grid, int clusters, double minGapSeconds) {
    this.grid = grid;
    this.minGapSeconds = minGapSeconds;
    this.since = new int[clusters];
    for (int cluster = 0; cluster < clusters; cluster++) {
      since[cluster] = OFF;
      spans.add(new ArrayList<>());
    }
  }

  /// Takes the next frame.
  void next(boolean[] on) {
    for (int cluster = 0; cluster < since.length; cluster++) {
      if (on[cluster] && since[cluster] == OFF) {
        since[cluster] = frame;
      } else if (!on[cluster] && since[cluster] != OFF) {
        end(cluster, frame);
      }
    }
    frame++;
  }

  /// Ends what is still on at the last frame, and gives the spans of each cluster.
  List<List<Span>> finish() {
    for (int cluster = 0; cluster < since.length; cluster++) {
      // A span that would begin in the last frame has no length.
      if (since[cluster] != OFF && since[cluster] < frame - 1) {
        end(cluster, frame - 1);
      }
    }
    return spans.stream().map(List::copyOf).toList();
  }

  private void end(int cluster, int endFrame) {
    double start = grid.middleSeconds(since[cluster]);
    double end = grid.middleSeconds(endFrame);
    var own = spans.get(cluster);
    if (minGapSeconds > 0
        && !own.isEmpty()
        && start - own.getLast().endSeconds() <= minGapSeconds) {
      own.set(own.size() - 1, new Span(own.getLast().startSeconds(), end, cluster));
    } else {
      own.add(new Span(start, end, cluster));
    }
    since[cluster] = OFF;
  }
}
