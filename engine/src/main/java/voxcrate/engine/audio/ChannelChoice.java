package voxcrate.engine.audio;

/// Which of a recording's channels are heard.
public sealed interface ChannelChoice {
  /// The arithmetic mean of all channels.
  record Average() implements ChannelChoice {}

  /// One channel alone.
  ///
  /// @param number counted from 1, as people do
  record Single(int number) implements ChannelChoice {
    public Single {
      if (number < 1) {
        throw new IllegalArgumentException("channels are counted from 1");
      }
    }
  }
}
