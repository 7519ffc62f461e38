package voxcrate.engine.score;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import voxcrate.engine.clustering.Assignment;
import voxcrate.engine.diarization.RttmTurn;

/// Compares the turns of one recording with its reference: overlap is scored, speakers are mapped
/// one to one so that the error is the least.
///
/// @param collarSeconds so much on each side of every boundary of the reference is not scored
public record DiarizationScorer(double collarSeconds) {
  /// @param regions what is scored of the recording
  public DiarizationError score(
      List<RttmTurn> reference, List<RttmTurn> hypothesis, List<Region> regions) {
    var pieces = pieces(reference, hypothesis, regions);
    double common = common(pieces);
    var error = DiarizationError.NONE;
    double both = 0;
    for (var piece : pieces) {
      int spoken = piece.reference.size();
      int found = piece.hypothesis.size();
      both += piece.seconds * Math.min(spoken, found);
      error =
          error.plus(
              new DiarizationError(
                  piece.seconds * spoken,
                  piece.seconds * Math.max(0, spoken - found),
                  piece.seconds * Math.max(0, found - spoken),
                  0));
    }
    return error.plus(new DiarizationError(0, 0, 0, Math.max(0, both - common)));
  }

  /// A stretch in which nobody starts or stops.
  private record Piece(double seconds, Set<String> reference, Set<String> hypothesis) {}

  private List<Piece> pieces(
      List<RttmTurn> reference, List<RttmTurn> hypothesis, List<Region> regions) {
    var cuts = new ArrayList<>(cuts(reference, hypothesis, regions));
    var spoken = new ActiveTurns(reference);
    var found = new ActiveTurns(hypothesis);
    var unscored = collars(reference);
    var pieces = new ArrayList<Piece>();
    for (int i = 0; i + 1 < cuts.size(); i++) {
      double middle = (cuts.get(i) + cuts.get(i + 1)) / 2;
      var speaking = spoken.at(middle);
      var claimed = found.at(middle);
      boolean scored =
          regions.stream().anyMatch(region -> region.contains(middle))
              && unscored.stream().noneMatch(collar -> collar.contains(middle));
      if (scored && !(speaking.isEmpty() && claimed.isEmpty())) {
        pieces.add(new Piece(cuts.get(i + 1) - cuts.get(i), speaking, claimed));
      }
    }
    return pieces;
  }

  private TreeSet<Double> cuts(
      List<RttmTurn> reference, List<RttmTurn> hypothesis, List<Region> regions) {
    var cuts = new TreeSet<Double>();
    for (var turn : reference) {
      cuts.addAll(List.of(turn.startSeconds(), turn.endSeconds()));
    }
    for (var turn : hypothesis) {
      cuts.addAll(List.of(turn.startSeconds(), turn.endSeconds()));
    }
    Stream.concat(regions.stream(), collars(reference).stream())
        .flatMap(region -> Stream.of(region.startSeconds(), region.endSeconds()))
        .filter(Double::isFinite)
        .forEach(cuts::add);
    return cuts;
  }

  private List<Region> collars(List<RttmTurn> reference) {
    if (collarSeconds == 0) {
      return List.of();
    }
    return reference.stream()
        .flatMap(turn -> Stream.of(turn.startSeconds(), turn.endSeconds()))
        .map(boundary -> new Region(boundary - collarSeconds, boundary + collarSeconds))
        .toList();
  }

  /// Seconds in which the right person is named, with the best mapping of names.
  private static double common(List<Piece> pieces) {
    var rows = names(pieces.stream().map(Piece::reference));
    var columns = names(pieces.stream().map(Piece::hypothesis));
    var shared = new double[rows.size()][columns.size()];
    for (var piece : pieces) {
      for (var name : piece.reference) {
        for (var claimed : piece.hypothesis) {
          shared[rows.indexOf(name)][columns.indexOf(claimed)] += piece.seconds;
        }
      }
    }
    var columnOf = Assignment.best(shared);
    double common = 0;
    for (int row = 0; row < shared.length; row++) {
      common += columnOf[row] < 0 ? 0 : shared[row][columnOf[row]];
    }
    return common;
  }

  private static List<String> names(Stream<Set<String>> pieces) {
    return pieces.flatMap(Set::stream).distinct().sorted().toList();
  }

  /// Who speaks, asked at rising times.
  private static final class ActiveTurns {
    private final List<RttmTurn> byStart;
    private final List<RttmTurn> active = new ArrayList<>();
    private int next;

    ActiveTurns(List<RttmTurn> turns) {
      byStart = turns.stream().sorted(Comparator.comparingDouble(RttmTurn::startSeconds)).toList();
    }

    Set<String> at(double seconds) {
      while (next < byStart.size() && byStart.get(next).startSeconds() <= seconds) {
        active.add(byStart.get(next++));
      }
      active.removeIf(turn -> turn.endSeconds() <= seconds);
      var names = new HashSet<String>();
      active.forEach(turn -> names.add(turn.speaker()));
      return names;
    }
  }
}
