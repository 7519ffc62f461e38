package com.jcraft.jorbis;

/// In place of JOrbis's own, whose [#ilog2] is wrong for all but powers of two: with it the heads
/// of six channels that are coupled make no sense.
final class Util {
  private Util() {}

  /// Bits that a number needs (Vorbis I, 9.2.1).
  static int ilog(int number) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(number);
  }

  /// Bits that tell so many things apart.
  static int ilog2(int count) {
    return count == 0 ? 0 : ilog(count - 1);
  }

  /// Bits that are set.
  static int icount(int number) {
    return Integer.bitCount(number);
  }
}
