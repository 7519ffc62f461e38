package voxcrate.engine.diarization;

import java.util.ArrayList;
import java.util.List;

/// Which local speakers are active: chunks × frames, each a set in one byte. Local speaker 1 of one
/// chunk and local speaker 1 of the next need not be the same person.
final class SpeakerActivity {
  private final int localSpeakers;
  private final List<byte[]> chunks = new ArrayList<>();

  SpeakerActivity(int localSpeakers) {
    this.localSpeakers = localSpeakers;
  }

  /// @param active the next chunk's sets by frame
  void add(byte[] active) {
    chunks.add(active);
  }

  int chunks() {
    return chunks.size();
  }

  int localSpeakers() {
    return localSpeakers;
  }

  byte[] chunk(int chunk) {
    return chunks.get(chunk);
  }

  boolean isActive(int chunk, int speaker) {
    for (byte active : chunks.get(chunk)) {
      if (isIn(active, speaker)) {
        return true;
      }
    }
    return false;
  }

  /// In how many frames of a chunk the local speaker is the only one active.
  int framesAlone(int chunk, int speaker) {
    int frames = 0;
    for (byte active : chunks.get(chunk)) {
      if (active == 1 << speaker) {
        frames++;
      }
    }
    return frames;
  }

  static boolean isIn(byte active, int speaker) {
    return (active & 1 << speaker) != 0;
  }

  static int size(byte active) {
    return Integer.bitCount(Byte.toUnsignedInt(active));
  }
}
