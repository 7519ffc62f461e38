package voxcrate.engine.score;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import voxcrate.engine.diarization.RttmTurn;

/// Cuts what is scored of a recording wherever somebody starts or stops.
final class Pieces {
  private final List<RttmTurn> reference;
  private final List<RttmTurn> hypothesis;
  private final List<Region> regions;
  private final List<Region> collars;

  /// @param regions what is scored
  /// @param collarSeconds so much on each side of every boundary of the reference is not
  Pieces(
      List<RttmTurn> reference,
      List<RttmTurn> hypothesis,
      List<Region> regions,
      double collarSeconds) {
    this.reference = reference;
    this.hypothesis = hypothesis;
    this.regions = regions;
    this.collars = collarSeconds == 0 ? List.of() : collars(reference, collarSeconds);
  }

  /// In order of time, without those in which nobody speaks.
  List<Piece> list() {
    var cuts = cuts();
    var spoken = new ActiveTurns(reference);
    var found = new ActiveTurns(hypothesis);
    var scored = new RisingRegions(regions);
    var unscored = new RisingRegions(collars);
    var pieces = new ArrayList<Piece>();
    for (int i = 0; i + 1 < cuts.size(); i++) {
      double middle = (cuts.get(i) + cuts.get(i + 1)) / 2;
      var piece = new Piece(cuts.get(i + 1) - cuts.get(i), spoken.at(middle), found.at(middle));
      boolean counts = scored.contain(middle) && !unscored.contain(middle);
      if (counts && !(piece.spoken().isEmpty() && piece.found().isEmpty())) {
        pieces.add(piece);
      }
    }
    return pieces;
  }

  private List<Double> cuts() {
    var cuts = new TreeSet<Double>();
    Stream.concat(reference.stream(), hypothesis.stream())
        .forEach(turn -> cuts.addAll(List.of(turn.startSeconds(), turn.endSeconds())));
    Stream.concat(regions.stream(), collars.stream())
        .flatMap(region -> Stream.of(region.startSeconds(), region.endSeconds()))
        .filter(Double::isFinite)
        .forEach(cuts::add);
    return List.copyOf(cuts);
  }

  private static List<Region> collars(List<RttmTurn> reference, double seconds) {
    return reference.stream()
        .flatMap(turn -> Stream.of(turn.startSeconds(), turn.endSeconds()))
        .map(boundary -> new Region(boundary - seconds, boundary + seconds))
        .toList();
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

  /// Regions that may overlap, asked at rising times.
  private static final class RisingRegions {
    private final List<Region> byStart;
    private double end = Double.NEGATIVE_INFINITY;
    private int next;

    RisingRegions(List<Region> regions) {
      byStart = regions.stream().sorted(Comparator.comparingDouble(Region::startSeconds)).toList();
    }

    boolean contain(double seconds) {
      while (next < byStart.size() && byStart.get(next).startSeconds() <= seconds) {
        end = Math.max(end, byStart.get(next++).endSeconds());
      }
      return seconds < end;
    }
  }
}
