package voxcrate.engine.alignment;

import java.util.List;

/// What a transcription model looked at while it said the text of one window.
///
/// @param startSeconds of the window, on the recording's time line
/// @param secondsPerPosition of the audio
/// @param scores tokens are those of the prompt (language, task, no timestamps), the text's, and
///     the one that ends it
/// @param usedPositions how many positions, from the first on, hold sound and not padding
/// @param promptTokens before the one that says there are no timestamps
/// @param probabilities of each token of the text
/// @param lastSpeechSeconds when somebody last spoke before this window, 0 if nobody has
public record AttendedWindow(
    double startSeconds,
    double secondsPerPosition,
    AttentionScores scores,
    int usedPositions,
    int promptTokens,
    List<Double> probabilities,
    double lastSpeechSeconds) {
  public AttendedWindow {
    probabilities = List.copyOf(probabilities);
    if (scores.tokens() != promptTokens + probabilities.size() + 2) {
      throw new IllegalArgumentException(
          scores.tokens() + " tokens, " + promptTokens + " before " + probabilities.size());
    }
    if (usedPositions < 1 || usedPositions > scores.positions()) {
      throw new IllegalArgumentException(usedPositions + " of " + scores.positions());
    }
  }
}
