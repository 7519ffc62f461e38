package voxcrate.engine.score;

/// How one recording was heard.
public record RecordingScore(DiarizationError error, JaccardError jaccard) {
  public static final RecordingScore NONE =
      new RecordingScore(DiarizationError.NONE, JaccardError.NONE);

  public RecordingScore plus(RecordingScore other) {
    return new RecordingScore(error.plus(other.error), jaccard.plus(other.jaccard));
  }
}
