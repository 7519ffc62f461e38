package voxcrate.engine.transcription.decoding;

import java.util.List;

/// How texts are searched for.
///
/// @param beams texts that are followed at a time, at temperature 0
/// @param patience how many complete texts are waited for, in beams
/// @param samples texts that are drawn at temperatures above 0, of which the best counts
/// @param maxTokens of a window's text
/// @param repetitionPenalty above 1 makes what was written less likely; 1 does nothing
/// @param noRepeatedRun tokens of runs that are not written twice; 0 allows all
/// @param suppressed what texts must not hold
/// @param seed of what is drawn, so that the same audio always gives the same text
public record SearchOptions(
    int beams,
    double patience,
    LengthPenalty lengthPenalty,
    int samples,
    int maxTokens,
    double repetitionPenalty,
    int noRepeatedRun,
    Suppressed suppressed,
    long seed) {
  /// As OpenAI's program and faster-whisper have them.
  public static final SearchOptions DEFAULT =
      new SearchOptions(5, 1, LengthPenalty.BY_LENGTH, 5, 224, 1, 0, Suppressed.USUAL, 0);

  /// Tokens that are never written, but for those that belong to no text anyway.
  ///
  /// @param usual those that the model names, or else the symbols of what nobody says
  /// @param more of the model's vocabulary
  public record Suppressed(boolean usual, List<Integer> more) {
    public static final Suppressed USUAL = new Suppressed(true, List.of());

    public Suppressed {
      more = List.copyOf(more);
    }
  }

  public SearchOptions {
    if (beams < 1 || samples < 1 || maxTokens < 1 || noRepeatedRun < 0) {
      throw new IllegalArgumentException("a search among nothing");
    }
    if (!(patience > 0) || !(repetitionPenalty > 0)) {
      throw new IllegalArgumentException("patience and repetition penalty are above 0");
    }
  }

  public SearchOptions withBeams(int number) {
    return new SearchOptions(
        number,
        patience,
        lengthPenalty,
        samples,
        maxTokens,
        repetitionPenalty,
        noRepeatedRun,
        suppressed,
        seed);
  }

  public SearchOptions withMaxTokens(int number) {
    return new SearchOptions(
        beams,
        patience,
        lengthPenalty,
        samples,
        number,
        repetitionPenalty,
        noRepeatedRun,
        suppressed,
        seed);
  }
}
