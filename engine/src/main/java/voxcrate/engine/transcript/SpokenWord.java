package voxcrate.engine.transcript;

import java.util.List;
import java.util.Optional;
import voxcrate.engine.alignment.Word;
import voxcrate.engine.diarization.Speaker;

/// A word and who says it.
///
/// @param speaker empty where nobody is known to speak
/// @param others who speak at the same time
public record SpokenWord(Word word, Optional<Speaker> speaker, List<Speaker> others) {
  public SpokenWord {
    others = List.copyOf(others);
  }

  SpokenWord by(Optional<Speaker> other) {
    return new SpokenWord(word, other, others);
  }
}
