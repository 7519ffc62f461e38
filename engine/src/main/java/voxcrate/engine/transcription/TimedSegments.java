package voxcrate.engine.transcription;

import java.util.ArrayList;
import java.util.List;
import voxcrate.engine.audio.TimeRange;
import voxcrate.engine.transcription.tokens.Tokenizer;
import voxcrate.model.ModelDescriptor.Transcription;
import voxcrate.model.SpecialTokens;

/// Cuts a window's tokens where two times meet: the end of a segment and the beginning of the next.
/// What is said behind the last time goes on to the window's end. Where no times were asked for, a
/// decoder may write some all the same; they mean nothing, and the window is one segment.
final class TimedSegments {
  private final Tokenizer tokenizer;
  private final SpecialTokens special;
  private final boolean timed;
  private final double positionSeconds;

  /// @param timed whether times were asked for
  TimedSegments(Transcription model, Tokenizer tokenizer, boolean timed) {
    this.timed = timed;
    this.tokenizer = tokenizer;
    this.special = model.tokens();
    this.positionSeconds =
        (double) model.mel().windowSamples()
            / model.mel().sampleRate()
            / model.sizes().audioPositions();
  }

  List<TranscriptSegment> of(List<Integer> tokens, TimeRange window) {
    var segments = new ArrayList<TranscriptSegment>();
    int from = 0;
    for (int i = 1; i <= tokens.size(); i++) {
      if (i == tokens.size() || (isTime(tokens.get(i - 1)) && isTime(tokens.get(i)))) {
        var segment = segment(tokens.subList(from, i), window);
        if (!segment.text().isEmpty()) {
          segments.add(segment);
        }
        from = i;
      }
    }
    return segments;
  }

  private TranscriptSegment segment(List<Integer> tokens, TimeRange window) {
    var text = tokens.stream().filter(token -> token < special.end()).toList();
    boolean begins = isTime(tokens.getFirst());
    boolean ends = tokens.size() > 1 && isTime(tokens.getLast());
    double start = begins ? time(tokens.getFirst(), window) : window.startSeconds();
    double end = ends ? time(tokens.getLast(), window) : window.endSeconds();
    return new TranscriptSegment(
        Math.min(start, end), end, tokenizer.decode(text).strip(), texts(text));
  }

  private boolean isTime(int token) {
    return timed && token >= special.firstTimestamp();
  }

  /// No later than the window's end: behind it is silence that was never recorded.
  private double time(int token, TimeRange window) {
    double seconds = (token - special.firstTimestamp()) * positionSeconds;
    return Math.min(window.startSeconds() + seconds, window.endSeconds());
  }

  private List<TextToken> texts(List<Integer> tokens) {
    return tokens.stream()
        .map(token -> new TextToken(token, tokenizer.decode(List.of(token))))
        .toList();
  }
}
