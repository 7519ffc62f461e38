package voxcrate.engine.diarization;

import java.util.List;
import voxcrate.engine.speech.SpeechScores;

/// Who spoke when.
///
/// @param seconds length of what was heard
/// @param turns all turns by time; turns of different speakers may overlap
/// @param exclusiveTurns the same with at most one speaker at a time, for transcripts
/// @param speech how likely anybody speaks, for finding what is to be transcribed
public record Diarization(
    double seconds, List<Turn> turns, List<Turn> exclusiveTurns, SpeechScores speech) {
  public Diarization {
    turns = List.copyOf(turns);
    exclusiveTurns = List.copyOf(exclusiveTurns);
  }

  /// Nobody speaks: a valid result.
  public static Diarization silence(double seconds) {
    return new Diarization(seconds, List.of(), List.of(), SpeechScores.NONE);
  }

  /// The same on another time line, whose zero lies so much earlier.
  Diarization shiftedBy(double earlierSeconds) {
    return earlierSeconds == 0
        ? this
        : new Diarization(
            seconds,
            shifted(turns, earlierSeconds),
            shifted(exclusiveTurns, earlierSeconds),
            speech.shiftedBy(earlierSeconds));
  }

  private static List<Turn> shifted(List<Turn> turns, double seconds) {
    return turns.stream().map(turn -> turn.shiftedBy(seconds)).toList();
  }

  public int speakers() {
    return (int) turns.stream().map(Turn::speaker).distinct().count();
  }
}
