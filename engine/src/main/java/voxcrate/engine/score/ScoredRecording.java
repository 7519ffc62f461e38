package voxcrate.engine.score;

/// How one recording was heard.
///
/// @param referenceSpeakers people who speak in what is scored
/// @param foundSpeakers people who were found there
public record ScoredRecording(
    String name, RecordingScore score, int referenceSpeakers, int foundSpeakers) {
  public boolean hasRightSpeakerCount() {
    return referenceSpeakers == foundSpeakers;
  }

  /// Speakers found too many or too few.
  public int speakerCountError() {
    return Math.abs(foundSpeakers - referenceSpeakers);
  }
}
