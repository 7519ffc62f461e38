package voxcrate.engine.audio.stream;

import java.io.IOException;
import java.util.List;

/// A file whose head has been read: which tracks with sound it has, and how to hear one.
public interface AudioContainer {
  /// In the file's order; empty where there is only picture or text.
  List<AudioTrack> tracks();

  /// To be called once.
  ///
  /// @param track one of [#tracks]
  /// @param damage takes what is lost inside the recording and replaced by silence
  PcmStream open(AudioTrack track, DamageLog damage) throws IOException;

  /// A file that holds one track and nothing else.
  static AudioContainer of(String codec, Opener opener) {
    return new AudioContainer() {
      @Override
      public List<AudioTrack> tracks() {
        return List.of(new AudioTrack(1, codec, ""));
      }

      @Override
      public PcmStream open(AudioTrack track, DamageLog damage) throws IOException {
        return opener.open(damage);
      }
    };
  }

  /// Begins the decoding of the only track.
  @FunctionalInterface
  interface Opener {
    PcmStream open(DamageLog damage) throws IOException;
  }
}
