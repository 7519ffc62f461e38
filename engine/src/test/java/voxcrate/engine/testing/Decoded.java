package voxcrate.engine.testing;

import java.util.Optional;
import voxcrate.engine.audio.stream.Damage;
import voxcrate.engine.audio.stream.PcmFormat;

/// A whole recording in memory.
public final class Decoded {
  private final PcmFormat format;
  private final float[] interleaved;
  private final Optional<Damage> damage;

  public Decoded(PcmFormat format, float[] interleaved, Optional<Damage> damage) {
    this.format = format;
    this.interleaved = interleaved;
    this.damage = damage;
  }

  public PcmFormat format() {
    return format;
  }

  public Optional<Damage> damage() {
    return damage;
  }

  public int frames() {
    return interleaved.length / format.channels();
  }

  public float sample(int frame, int channel) {
    return interleaved[frame * format.channels() + channel];
  }

  public boolean isFinite() {
    for (float sample : interleaved) {
      if (!Float.isFinite(sample)) {
        return false;
      }
    }
    return true;
  }
}
