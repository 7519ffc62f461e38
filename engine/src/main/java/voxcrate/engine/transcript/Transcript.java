package voxcrate.engine.transcript;

import java.util.List;
import java.util.Optional;
import voxcrate.engine.diarization.Speaker;

/// What was said in a recording.
///
/// @param language code such as `en`, that of most of the recording
/// @param seconds length of what was heard
/// @param segments by time
public record Transcript(String language, double seconds, List<Segment> segments) {
  public Transcript {
    segments = List.copyOf(segments);
  }

  /// Whether speakers were asked for and somebody was told apart.
  public boolean hasSpeakers() {
    return segments.stream().anyMatch(segment -> segment.speaker().isPresent());
  }

  /// Those who say something, in the order of their names.
  public List<Speaker> speakers() {
    return segments.stream()
        .map(Segment::speaker)
        .flatMap(Optional::stream)
        .distinct()
        .sorted((one, other) -> Integer.compare(one.number(), other.number()))
        .toList();
  }
}
