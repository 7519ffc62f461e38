package voxcrate.engine.diarization;

import java.util.Locale;
import java.util.OptionalInt;

/// One of the people of a recording.
///
/// @param number from 0, in the order of names; where channels tell people apart, one less than the
///     channel
/// @param channel the one this person speaks on, counted from 1; empty where voices tell people
///     apart
public record Speaker(int number, OptionalInt channel) {
  public Speaker(int number) {
    this(number, OptionalInt.empty());
  }

  /// @param channel counted from 1
  static Speaker onChannel(int channel) {
    return new Speaker(channel - 1, OptionalInt.of(channel));
  }

  /// As files for programs say it: `SPEAKER_00`.
  public String label() {
    return String.format(Locale.ROOT, "SPEAKER_%02d", number);
  }

  /// As pages for people say it: `Speaker 1`, `Speaker 1 (channel 1)`.
  public String spoken() {
    var name = "Speaker " + (number + 1);
    return channel.isPresent() ? name + " (channel " + channel.getAsInt() + ")" : name;
  }
}
