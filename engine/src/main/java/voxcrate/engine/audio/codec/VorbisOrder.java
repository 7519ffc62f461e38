package voxcrate.engine.audio.codec;

/// Where Vorbis and Opus keep the channel that is at each place in WAV and everywhere else: with
/// them the one in the middle is the second, and the one for depth the last (Vorbis I, 4.3.9; RFC
/// 7845, 5.1.1.2).
final class VorbisOrder {
  private static final int[][] ORDERS = {
    {},
    {0},
    {0, 1},
    {0, 2, 1},
    {0, 1, 2, 3},
    {0, 2, 1, 3, 4},
    {0, 2, 1, 5, 3, 4},
    {0, 2, 1, 6, 5, 3, 4},
    {0, 2, 1, 7, 5, 6, 3, 4}
  };

  private VorbisOrder() {}

  /// @param channels up to eight
  static int[] of(int channels) {
    return ORDERS[channels].clone();
  }
}
