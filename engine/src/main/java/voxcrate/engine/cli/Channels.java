package voxcrate.engine.cli;

import voxcrate.engine.audio.ChannelChoice;

/// What `--channel` says.
sealed interface Channels {
  /// One sound is heard, in which voices tell people apart.
  record Mixed(ChannelChoice choice) implements Channels {}

  /// Each channel is heard alone and holds one person.
  record Each() implements Channels {}
}
