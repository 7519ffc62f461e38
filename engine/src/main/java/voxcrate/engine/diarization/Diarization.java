package voxcrate.engine.diarization;

import java.util.List;

/// Who spoke when.
///
/// @param seconds length of the recording
/// @param turns all turns by time; turns of different speakers may overlap
/// @param exclusiveTurns the same with at most one speaker at a time, for transcripts
public record Diarization(double seconds, List<Turn> turns, List<Turn> exclusiveTurns) {
  public Diarization {
    turns = List.copyOf(turns);
    exclusiveTurns = List.copyOf(exclusiveTurns);
  }

  /// Nobody speaks: a valid result.
  public static Diarization silence(double seconds) {
    return new Diarization(seconds, List.of(), List.of());
  }

  public int speakers() {
    return (int) turns.stream().map(Turn::speaker).distinct().count();
  }
}
