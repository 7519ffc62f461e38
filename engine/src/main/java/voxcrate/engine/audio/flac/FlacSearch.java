package voxcrate.engine.audio.flac;

import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.audio.stream.RecordingInput;

/// Finds where a damaged FLAC file goes on: the next place that begins like a frame, has both
/// checksums right, and comes later in the recording by its own number.
final class FlacSearch {
  /// A bound on what a file made to annoy can cause, a few seconds: bytes read and samples made
  /// in places that look like a frame and are none. In damage that is not made, one place of 8 MB
  /// looks so.
  private static final long MAX_WORK = 1L << 28;

  /// Of a place, however short: the input is moved there.
  private static final int PLACE_WORK = 1 << 12;

  /// The shortest frame: header, one constant, checksum.
  private static final int SHORTEST_FRAME_BYTES = 10;

  private static final int FIRST_SYNC_BYTE = 0xFF;

  /// Without its last bit, which tells how frames are numbered.
  private static final int SECOND_SYNC_BYTE = 0xF8;

  private final RecordingInput in;
  private final FlacBits bits;
  private final FlacDescription description;
  private long workLeft = MAX_WORK;

  FlacSearch(RecordingInput in, FlacBits bits, FlacDescription description) {
    this.in = in;
    this.bits = bits;
    this.description = description;
  }

  /// Of the next byte that the decoder reads.
  long position() {
    return in.position() - bits.buffered();
  }

  /// Leaves the decoder behind the frame; null where there is none.
  ///
  /// @param from position to search from
  /// @param decoded where in the recording the damage begins, in samples
  @Nullable FlacFrame nextFrame(long from, long decoded) throws IOException {
    long at = from;
    while (workLeft > 0 && moveToSync(at)) {
      at = in.position();
      bits.restart();
      var frame = frameHere();
      if (frame != null && isLater(frame, decoded, at - from)) {
        return frame;
      }
      workLeft -= PLACE_WORK + bits.frameBytes();
      at++;
    }
    return null;
  }

  private @Nullable FlacFrame frameHere() throws IOException {
    try {
      bits.startFrame();
      var header = FlacFrameHeader.read(bits, description.sampleBits());
      workLeft -= (long) header.blockSize() * header.channels();
      var frame = FlacFrame.read(bits, header);
      return frame.channels() == description.format().channels() ? frame : null;
    } catch (EOFException | FlacException _) {
      return null;
    }
  }

  /// Not earlier than what was heard, not behind the stated end, not further ahead than the bytes
  /// in between could have told.
  private boolean isLater(FlacFrame frame, long decoded, long bytesBetween) {
    long first = frame.firstSample(description.blockSize());
    long total = description.format().frames();
    long mostFrames = bytesBetween / SHORTEST_FRAME_BYTES + 1;
    return first >= decoded
        && (total < 0 || first < total)
        && first - decoded <= mostFrames * Math.max(1, description.blockSize());
  }

  private boolean moveToSync(long from) throws IOException {
    in.position(from);
    int last = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (last == FIRST_SYNC_BYTE && (next & 0xFE) == SECOND_SYNC_BYTE) {
        in.position(in.position() - 2);
        return true;
      }
      last = next;
    }
    return false;
  }
}
