package voxcrate.engine.score;

import java.util.List;
import voxcrate.engine.diarization.RttmTurn;

/// Compares the turns of one recording with its reference. Speakers are mapped one to one so that
/// the error is the least; only what is scored counts for the mapping, as in pyannote.metrics
/// (NIST's
/// `md-eval` maps by the whole regions, collars and overlap included).
///
/// @param collarSeconds so much on each side of every boundary of the reference is not scored
/// @param skipsOverlap whether nothing is scored where several people speak by the reference
public record DiarizationScorer(double collarSeconds, boolean skipsOverlap) {
  /// Overlap is scored.
  public DiarizationScorer(double collarSeconds) {
    this(collarSeconds, false);
  }

  /// @param regions what is scored of the recording
  public RecordingScore score(
      List<RttmTurn> reference, List<RttmTurn> hypothesis, List<Region> regions) {
    var pieces =
        new Pieces(reference, hypothesis, regions, collarSeconds)
            .list().stream().filter(piece -> !(skipsOverlap && piece.spoken().size() > 1)).toList();
    var mapping = new SpeakerMapping(pieces);
    return new RecordingScore(error(pieces, mapping.rightSeconds()), mapping.jaccardError());
  }

  private static DiarizationError error(List<Piece> pieces, double rightSeconds) {
    double speech = 0;
    double missed = 0;
    double falseAlarm = 0;
    double named = 0;
    for (var piece : pieces) {
      int spoken = piece.spoken().size();
      int found = piece.found().size();
      speech += piece.seconds() * spoken;
      missed += piece.seconds() * Math.max(0, spoken - found);
      falseAlarm += piece.seconds() * Math.max(0, found - spoken);
      named += piece.seconds() * Math.min(spoken, found);
    }
    return new DiarizationError(speech, missed, falseAlarm, Math.max(0, named - rightSeconds));
  }
}
