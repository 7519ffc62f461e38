package voxcrate.engine.score;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import voxcrate.engine.clustering.Assignment;

/// Which name that was found stands for which speaker of the reference: one to one, so that the
/// time
/// they share is the greatest.
final class SpeakerMapping {
  private final List<String> speakers;
  private final List<String> names;
  private final double[] spokenSeconds;
  private final double[] foundSeconds;

  /// Speakers × names.
  private final double[][] sharedSeconds;

  private final int[] nameOf;

  SpeakerMapping(List<Piece> pieces) {
    this.speakers = distinct(pieces.stream().map(Piece::spoken));
    this.names = distinct(pieces.stream().map(Piece::found));
    this.spokenSeconds = new double[speakers.size()];
    this.foundSeconds = new double[names.size()];
    this.sharedSeconds = new double[speakers.size()][names.size()];
    pieces.forEach(this::add);
    this.nameOf = Assignment.best(sharedSeconds);
  }

  /// Seconds in which the right person is named.
  double rightSeconds() {
    double right = 0;
    for (int speaker = 0; speaker < nameOf.length; speaker++) {
      right += shared(speaker);
    }
    return right;
  }

  /// Of each speaker and the name that stands for him or her, the share of their time in which they
  /// are not both there; 1 for a speaker whom no name stands for.
  JaccardError jaccardError() {
    double sum = 0;
    for (int speaker = 0; speaker < nameOf.length; speaker++) {
      double found = nameOf[speaker] < 0 ? 0 : foundSeconds[nameOf[speaker]];
      double shared = shared(speaker);
      double union = spokenSeconds[speaker] + found - shared;
      sum += shared == 0 ? 1 : (union - shared) / union;
    }
    return new JaccardError(nameOf.length, sum);
  }

  private double shared(int speaker) {
    return nameOf[speaker] < 0 ? 0 : sharedSeconds[speaker][nameOf[speaker]];
  }

  private void add(Piece piece) {
    var found = piece.found().stream().mapToInt(names::indexOf).toArray();
    for (int name : found) {
      foundSeconds[name] += piece.seconds();
    }
    for (var spoken : piece.spoken()) {
      int speaker = speakers.indexOf(spoken);
      spokenSeconds[speaker] += piece.seconds();
      for (int name : found) {
        sharedSeconds[speaker][name] += piece.seconds();
      }
    }
  }

  private static List<String> distinct(Stream<Set<String>> sets) {
    return sets.flatMap(Set::stream).distinct().sorted().toList();
  }
}
