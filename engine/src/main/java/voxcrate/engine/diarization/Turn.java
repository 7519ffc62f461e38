package voxcrate.engine.diarization;

import java.util.Comparator;

/// One speaker, from start to end, in seconds from the beginning of the recording.
public record Turn(double startSeconds, double endSeconds, Speaker speaker) {
  /// By start, then end, then speaker.
  static final Comparator<Turn> ORDER =
      Comparator.comparingDouble(Turn::startSeconds)
          .thenComparingDouble(Turn::endSeconds)
          .thenComparingInt(turn -> turn.speaker().number());

  Turn shiftedBy(double seconds) {
    return new Turn(startSeconds + seconds, endSeconds + seconds, speaker);
  }

  public double seconds() {
    return endSeconds - startSeconds;
  }
}
