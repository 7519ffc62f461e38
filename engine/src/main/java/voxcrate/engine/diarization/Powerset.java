package voxcrate.engine.diarization;

import java.util.List;

/// Decodes classes that each stand for a set of local speakers who are active together.
///
/// A set is one byte: bit `s` is local speaker `s`.
final class Powerset {
  /// Bits of a set's byte.
  static final int MAX_SPEAKERS = 8;

  private final byte[] members;

  /// @param classes for each class its local speakers
  Powerset(List<List<Integer>> classes) {
    members = new byte[classes.size()];
    for (int i = 0; i < members.length; i++) {
      for (int speaker : classes.get(i)) {
        if (speaker < 0 || speaker >= MAX_SPEAKERS) {
          throw new IllegalArgumentException("local speaker " + speaker + " of a class");
        }
        members[i] |= (byte) (1 << speaker);
      }
    }
  }

  int classes() {
    return members.length;
  }

  /// The most likely set of each frame; of equals the first class.
  ///
  /// @param scores frames × classes
  byte[] decode(float[] scores) {
    var active = new byte[scores.length / members.length];
    for (int frame = 0; frame < active.length; frame++) {
      int best = 0;
      for (int i = 1; i < members.length; i++) {
        if (scores[frame * members.length + i] > scores[frame * members.length + best]) {
          best = i;
        }
      }
      active[frame] = members[best];
    }
    return active;
  }
}
