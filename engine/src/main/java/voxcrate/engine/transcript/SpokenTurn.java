package voxcrate.engine.transcript;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import voxcrate.engine.diarization.Speaker;

/// What one speaker says until another one does.
///
/// @param segments at least one
public record SpokenTurn(Optional<Speaker> speaker, List<Segment> segments) {
  public SpokenTurn {
    segments = List.copyOf(segments);
    if (segments.isEmpty()) {
      throw new IllegalArgumentException("a turn without words");
    }
  }

  /// The turns of a transcript by time.
  public static List<SpokenTurn> of(Transcript transcript) {
    var turns = new ArrayList<SpokenTurn>();
    var current = new ArrayList<Segment>();
    for (var segment : transcript.segments()) {
      if (!current.isEmpty() && !Objects.equals(current.getLast().speaker(), segment.speaker())) {
        turns.add(new SpokenTurn(current.getLast().speaker(), current));
        current.clear();
      }
      current.add(segment);
    }
    if (!current.isEmpty()) {
      turns.add(new SpokenTurn(current.getLast().speaker(), current));
    }
    return turns;
  }

  public double startSeconds() {
    return segments.getFirst().startSeconds();
  }

  public double endSeconds() {
    return segments.getLast().endSeconds();
  }
}
