package voxcrate.engine.transcription;

import java.util.List;

/// A piece of a transcript, in seconds of the recording.
///
/// @param text without the space before it
/// @param tokens of the text
public record TranscriptSegment(
    double startSeconds, double endSeconds, String text, List<TextToken> tokens) {
  public TranscriptSegment {
    tokens = List.copyOf(tokens);
  }
}
