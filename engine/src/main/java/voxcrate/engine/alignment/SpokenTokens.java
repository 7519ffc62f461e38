package voxcrate.engine.alignment;

import java.util.List;

/// A segment of a transcription, word by word.
///
/// @param startSeconds by the segment's timestamps, on the recording's time line
/// @param words without those for timestamps and other special tokens
public record SpokenTokens(double startSeconds, double endSeconds, List<TokenGroup> words) {
  public SpokenTokens {
    words = List.copyOf(words);
  }

  int tokens() {
    return words.stream().mapToInt(TokenGroup::tokens).sum();
  }
}
