package voxcrate.engine.score;

/// How one recording was heard.
///
/// @param referenceSpeakers people who speak in the reference
/// @param foundSpeakers people who were found
public record ScoredRecording(
    String name, DiarizationError error, int referenceSpeakers, int foundSpeakers) {
  public boolean hasRightSpeakerCount() {
    return referenceSpeakers == foundSpeakers;
  }
}
