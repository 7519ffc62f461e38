package voxcrate.engine.audio.stream;

import java.util.Optional;

/// Gathers what was lost while a recording was decoded.
public final class DamageLog {
  private String found = "";
  private long first;
  private long missing;
  private int places;

  /// @param atFrame where the loss begins
  /// @param frames its length, 0 where nobody knows
  /// @param whatWasFound in words
  public void lost(long atFrame, long frames, String whatWasFound) {
    if (places == 0) {
      first = atFrame;
      found = whatWasFound;
    }
    places = Math.min(places + 1, Integer.MAX_VALUE - 1);
    missing += Math.max(0, frames);
  }

  /// In frames, all places together.
  public long missing() {
    return missing;
  }

  /// At the first place.
  public String found() {
    return found;
  }

  public Optional<Damage> summary(PcmFormat format) {
    return places == 0
        ? Optional.empty()
        : Optional.of(new Damage(format.seconds(first), format.seconds(missing), places, found));
  }
}
