package voxcrate.engine.transcription;

import java.util.List;
import java.util.Optional;
import voxcrate.engine.audio.TimeRange;
import voxcrate.engine.transcription.decoding.CrossAttention;
import voxcrate.engine.transcription.decoding.DecodedText;

/// What was said in a window of the recording.
///
/// @param language code of the language that was spoken
/// @param decoded how sure it is, and how it was found
/// @param segments in order; none where nobody speaks
/// @param attention of all tokens of the segments, where it was asked for and somebody speaks
public record WindowTranscript(
    TimeRange window,
    String language,
    DecodedText decoded,
    List<TranscriptSegment> segments,
    Optional<CrossAttention> attention) {
  public WindowTranscript {
    segments = List.copyOf(segments);
  }
}
