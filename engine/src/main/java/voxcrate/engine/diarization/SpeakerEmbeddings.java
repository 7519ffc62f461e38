package voxcrate.engine.diarization;

import java.util.ArrayList;
import java.util.List;

/// What the active local speakers sound like, in order of chunk, then local speaker. Slots without
/// activity have no embedding.
final class SpeakerEmbeddings {
  /// @param vector as the network gives it, not normalised; owned by this list
  record Slot(int chunk, int speaker, Voice vector) {}

  /// An embedding: a direction in the space of voices.
  static final class Voice {
    private final float[] values;

    Voice(float[] values) {
      this.values = values;
    }

    float[] values() {
      return values;
    }

    /// A network may answer NaN to a mask it cannot pool; such a vector is nobody's voice, and
    /// neither is one without a direction.
    boolean isUsable() {
      float sum = 0;
      for (float value : values) {
        sum += Math.abs(value);
      }
      return sum > 0 && Float.isFinite(sum);
    }
  }

  private final List<Slot> slots = new ArrayList<>();

  void add(int chunk, int speaker, float[] vector) {
    slots.add(new Slot(chunk, speaker, new Voice(vector)));
  }

  void addAll(List<Slot> more) {
    slots.addAll(more);
  }

  List<Slot> slots() {
    return List.copyOf(slots);
  }
}
