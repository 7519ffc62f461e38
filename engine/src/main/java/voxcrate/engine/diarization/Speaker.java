package voxcrate.engine.diarization;

import java.util.Locale;

/// One of the people of a recording.
///
/// @param number from 0, in the order of names
public record Speaker(int number) {
  /// As files for programs say it: `SPEAKER_00`.
  public String label() {
    return String.format(Locale.ROOT, "SPEAKER_%02d", number);
  }

  /// As pages for people say it: `Speaker 1`.
  public String spoken() {
    return "Speaker " + (number + 1);
  }
}
