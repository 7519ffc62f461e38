package voxcrate.engine.audio.flac;

import java.io.IOException;
import java.nio.ByteBuffer;
import voxcrate.engine.audio.stream.AudioContainer;
import voxcrate.engine.audio.stream.RecordingInput;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// Reads the head of a FLAC file (RFC 9639, 8): blocks of description, then frames.
public final class FlacFile {
  private static final int MAGIC_BYTES = 4;
  private static final int LAST_BLOCK = 0x80;
  private static final int BLOCK_TYPE = 0x7F;
  private static final int BLOCK_HEADER_BYTES = 4;

  private FlacFile() {}

  /// Leaves the input at the first frame.
  public static AudioContainer read(RecordingInput in) throws IOException {
    in.exactly(MAGIC_BYTES);
    var description = FlacDescription.of(readDescription(in));
    return AudioContainer.of("FLAC", damage -> new FlacStream(in, description, damage));
  }

  /// STREAMINFO is always the first block; what follows is skipped up to the frames.
  private static byte[] readDescription(RecordingInput in) throws IOException {
    byte[] description = {};
    boolean last = false;
    while (!last) {
      var header = in.exactly(BLOCK_HEADER_BYTES);
      last = (header[0] & LAST_BLOCK) != 0;
      int bytes = ByteBuffer.wrap(header).getInt() & 0xFF_FFFF;
      if (in.position() + bytes > in.size()) {
        throw RefusedAudioException.broken("a block of the FLAC header reaches beyond the file");
      }
      if ((header[0] & BLOCK_TYPE) == 0 && bytes == FlacDescription.BYTES) {
        description = in.exactly(bytes);
      } else {
        in.position(in.position() + bytes);
      }
    }
    return description;
  }
}
