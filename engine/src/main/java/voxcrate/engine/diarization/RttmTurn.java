package voxcrate.engine.diarization;

/// One line of an RTTM file.
///
/// @param recording name of the recording, without blanks
public record RttmTurn(
    String recording, double startSeconds, double durationSeconds, String speaker) {
  public double endSeconds() {
    return startSeconds + durationSeconds;
  }
}
