package voxcrate.engine.transcript;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import voxcrate.engine.diarization.Turn;

/// Turns by time, to be asked for those at a place without going through all of them.
final class TurnIndex {
  private final List<Turn> turns;

  /// Latest end of a turn and all before it: it grows, so it can be searched.
  private final double[] latestEnds;

  TurnIndex(List<Turn> turns) {
    this.turns = new ArrayList<>(turns);
    this.turns.sort(Comparator.comparingDouble(Turn::startSeconds));
    this.latestEnds = new double[turns.size()];
    double latest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < latestEnds.length; i++) {
      latest = Math.max(latest, this.turns.get(i).endSeconds());
      latestEnds[i] = latest;
    }
  }

  /// Turns that share time with a stretch, by start.
  List<Turn> between(double start, double end) {
    var found = new ArrayList<Turn>();
    for (int i = firstEndingAfter(start); i < turns.size(); i++) {
      var turn = turns.get(i);
      if (turn.startSeconds() >= end) {
        break;
      }
      if (turn.endSeconds() > start) {
        found.add(turn);
      }
    }
    return found;
  }

  /// The turn with the least gap to a stretch, no more than `maxSeconds`; of equals the first.
  Optional<Turn> nearest(double start, double end, double maxSeconds) {
    Optional<Turn> best = Optional.empty();
    double least = Double.POSITIVE_INFINITY;
    for (int i = firstEndingAfter(start - maxSeconds - Math.ulp(start)); i < turns.size(); i++) {
      var turn = turns.get(i);
      double gap = Math.max(turn.startSeconds() - end, start - turn.endSeconds());
      if (turn.startSeconds() - end > maxSeconds) {
        break;
      }
      if (gap <= maxSeconds && gap < least) {
        least = gap;
        best = Optional.of(turn);
      }
    }
    return best;
  }

  private int firstEndingAfter(double seconds) {
    int low = 0;
    int high = latestEnds.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (latestEnds[middle] > seconds) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
