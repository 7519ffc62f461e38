package voxcrate.engine.output;

import java.util.Optional;
import voxcrate.engine.diarization.Speaker;
import voxcrate.engine.transcript.Transcript;

/// What speakers are called in files; nobody is called anything where no speakers are known.
record SpeakerNames(boolean known) {
  static SpeakerNames of(Transcript transcript) {
    return new SpeakerNames(transcript.hasSpeakers());
  }

  /// For programs: `SPEAKER_00`, or `UNKNOWN`.
  Optional<String> label(Optional<Speaker> speaker) {
    return known ? Optional.of(speaker.map(Speaker::label).orElse("UNKNOWN")) : Optional.empty();
  }

  /// For people: `Speaker 1`, or `Unknown speaker`.
  Optional<String> spoken(Optional<Speaker> speaker) {
    return known
        ? Optional.of(speaker.map(Speaker::spoken).orElse("Unknown speaker"))
        : Optional.empty();
  }
}
