package voxcrate.engine.audio.mp4;

import java.io.IOException;
import voxcrate.engine.audio.stream.RecordingInput;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// Reads packets from where a table says that they lie. All together they are no longer than the
/// file: a few bytes of table that name the same place again and again would give sound for years.
final class PacketBytes {
  /// The longest of AAC has 6 KiB; of uncompressed sound many frames are read together.
  static final int MAX_PACKET_BYTES = 1 << 20;

  private final RecordingInput in;
  private long given;

  PacketBytes(RecordingInput in) {
    this.in = in;
  }

  byte[] read(long position, int bytes) throws IOException {
    if (bytes < 0 || bytes > MAX_PACKET_BYTES) {
      throw RefusedAudioException.broken("an MP4 track with a packet of " + bytes + " bytes");
    }
    given += bytes;
    if (given > in.size()) {
      throw RefusedAudioException.broken("an MP4 track whose packets lie on top of each other");
    }
    in.position(position);
    return in.exactly(bytes);
  }
}
