package voxcrate.engine.score;

import java.util.List;
import java.util.Map;
import voxcrate.engine.diarization.RttmTurn;

/// How several recordings were heard, each and together.
public record ScoreReport(List<ScoredRecording> recordings, double collarSeconds) {
  public ScoreReport {
    recordings = List.copyOf(recordings);
  }

  /// @param regions what is scored, by recording; a recording that is not named is scored whole
  public static ScoreReport of(
      List<ScorePair> pairs, double collarSeconds, Map<String, List<Region>> regions) {
    var scorer = new DiarizationScorer(collarSeconds);
    var recordings =
        pairs.stream()
            .map(
                pair ->
                    new ScoredRecording(
                        pair.name(),
                        scorer.score(
                            pair.reference(),
                            pair.hypothesis(),
                            regions.getOrDefault(pair.name(), Region.EVERYTHING)),
                        speakers(pair.reference()),
                        speakers(pair.hypothesis())))
            .toList();
    return new ScoreReport(recordings, collarSeconds);
  }

  /// Over all recordings as if they were one: long ones weigh more.
  public DiarizationError total() {
    return recordings.stream()
        .map(ScoredRecording::error)
        .reduce(DiarizationError.NONE, DiarizationError::plus);
  }

  /// Recordings whose number of speakers is right.
  public long rightSpeakerCounts() {
    return recordings.stream().filter(ScoredRecording::hasRightSpeakerCount).count();
  }

  private static int speakers(List<RttmTurn> turns) {
    return (int) turns.stream().map(RttmTurn::speaker).distinct().count();
  }
}
