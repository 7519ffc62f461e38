package voxcrate.engine.score;

import java.util.List;
import java.util.Map;
import voxcrate.engine.diarization.RttmTurn;

/// How several recordings were heard, each and together.
public record ScoreReport(List<ScoredRecording> recordings, DiarizationScorer scorer) {
  public ScoreReport {
    recordings = List.copyOf(recordings);
  }

  /// @param regions what is scored, by recording; a recording that is not named is scored whole
  public static ScoreReport of(
      List<ScorePair> pairs, DiarizationScorer scorer, Map<String, List<Region>> regions) {
    return new ScoreReport(
        pairs.stream()
            .map(pair -> scored(pair, scorer, regions.getOrDefault(pair.name(), Region.EVERYTHING)))
            .toList(),
        scorer);
  }

  private static ScoredRecording scored(
      ScorePair pair, DiarizationScorer scorer, List<Region> regions) {
    return new ScoredRecording(
        pair.name(),
        scorer.score(pair.reference(), pair.hypothesis(), regions),
        speakers(pair.reference(), regions),
        speakers(pair.hypothesis(), regions));
  }

  /// Over all recordings as if they were one: long ones, and those of many speakers, weigh more.
  public RecordingScore total() {
    return recordings.stream()
        .map(ScoredRecording::score)
        .reduce(RecordingScore.NONE, RecordingScore::plus);
  }

  /// Recordings whose number of speakers is right.
  public long rightSpeakerCounts() {
    return recordings.stream().filter(ScoredRecording::hasRightSpeakerCount).count();
  }

  /// Speakers too many or too few, in the mean of the recordings.
  public double speakerCountError() {
    return recordings.stream().mapToInt(ScoredRecording::speakerCountError).average().orElse(0);
  }

  private static int speakers(List<RttmTurn> turns, List<Region> regions) {
    return (int)
        turns.stream()
            .filter(turn -> regions.stream().anyMatch(region -> overlap(turn, region)))
            .map(RttmTurn::speaker)
            .distinct()
            .count();
  }

  private static boolean overlap(RttmTurn turn, Region region) {
    return turn.startSeconds() < region.endSeconds() && region.startSeconds() < turn.endSeconds();
  }
}
