package voxcrate.engine.audio.mp4;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.audio.codec.PacketSource;
import voxcrate.engine.audio.stream.RecordingInput;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// Reads the packets of a track from fragments (ISO 14496-12, 8.8), as recorders write them that
/// may be cut off, and streaming services.
final class FragmentPackets implements PacketSource {
  /// Packets of one fragment that wait to be read. Of uncompressed sound each frame is one: this is
  /// more than twenty seconds of them, where files have some.
  private static final int MAX_PIECES = 1 << 20;

  private static final int MAX_RUN_BYTES = 1 << 24;
  private static final int HAS_BASE = 0x1;
  private static final int HAS_DESCRIPTION = 0x2;
  private static final int HAS_DURATION = 0x8;
  private static final int HAS_SIZE = 0x10;
  private static final int RUN_HAS_OFFSET = 0x1;
  private static final int RUN_HAS_FIRST_FLAGS = 0x4;
  private static final int RUN_HAS_DURATIONS = 0x100;
  private static final int RUN_HAS_SIZES = 0x200;
  private static final int RUN_HAS_FLAGS = 0x400;
  private static final int RUN_HAS_COMPOSITIONS = 0x800;

  private final RecordingInput in;
  private final int trackId;
  private final int trackDefaultBytes;
  private long at;
  private final Deque<Piece> ready = new ArrayDeque<>();

  /// Position behind the run before: where the next begins that states no offset.
  private long runEnd;

  private record Piece(long position, int bytes) {}

  /// @param from position of the first box to look at
  /// @param trackDefaultBytes of a packet where fragments say nothing
  FragmentPackets(RecordingInput in, int trackId, int trackDefaultBytes, long from) {
    this.in = in;
    this.trackId = trackId;
    this.trackDefaultBytes = trackDefaultBytes;
    this.at = from;
  }

  @Override
  public byte @Nullable [] next() throws IOException {
    while (ready.isEmpty()) {
      if (!readFragment()) {
        return null;
      }
    }
    var piece = ready.remove();
    if (piece.bytes < 0 || piece.bytes > TablePackets.MAX_PACKET_BYTES) {
      throw RefusedAudioException.broken("an MP4 track with a packet of " + piece.bytes + " bytes");
    }
    in.position(piece.position);
    return in.exactly(piece.bytes);
  }

  private boolean readFragment() throws IOException {
    var box = Box.at(in, at, in.size());
    if (box.isEmpty()) {
      return false;
    }
    if (box.get().type().equals("moof")) {
      for (var fragment : box.get().children(in)) {
        if (fragment.type().equals("traf")) {
          readTrack(fragment);
        }
      }
    }
    long behind = box.get().to();
    if (behind <= at) {
      return false;
    }
    at = behind;
    return true;
  }

  private void readTrack(Box fragment) throws IOException {
    var header = fragment.child(in, "tfhd");
    if (header.isEmpty()) {
      return;
    }
    var fields = header.get().content(in, MAX_RUN_BYTES);
    if (fields.remaining() < 8 || fields.getInt(4) != trackId) {
      return;
    }
    int flags = fields.getInt(0) & 0xFF_FFFF;
    int needed =
        8
            + ((flags & HAS_BASE) != 0 ? 8 : 0)
            + ((flags & HAS_DESCRIPTION) != 0 ? 4 : 0)
            + ((flags & HAS_DURATION) != 0 ? 4 : 0)
            + ((flags & HAS_SIZE) != 0 ? 4 : 0);
    if (fields.remaining() < needed) {
      throw RefusedAudioException.broken("an MP4 fragment whose head is cut short");
    }
    fields.position(8);
    long base = (flags & HAS_BASE) != 0 ? fields.getLong() : at;
    fields.position(needed - ((flags & HAS_SIZE) != 0 ? 4 : 0));
    int defaultBytes = (flags & HAS_SIZE) != 0 ? fields.getInt() : trackDefaultBytes;
    runEnd = base;
    for (var run : fragment.children(in)) {
      if (run.type().equals("trun")) {
        readRun(run.content(in, MAX_RUN_BYTES), base, defaultBytes);
      }
    }
  }

  private void readRun(ByteBuffer fields, long base, int defaultBytes)
      throws RefusedAudioException {
    if (fields.remaining() < 8) {
      throw RefusedAudioException.broken("an MP4 fragment whose table is cut short");
    }
    int flags = fields.getInt() & 0xFF_FFFF;
    int head =
        ((flags & RUN_HAS_OFFSET) != 0 ? 4 : 0) + ((flags & RUN_HAS_FIRST_FLAGS) != 0 ? 4 : 0);
    if (fields.remaining() < 4 + head) {
      throw RefusedAudioException.broken("an MP4 fragment whose table is cut short");
    }
    long stated = Integer.toUnsignedLong(fields.getInt());
    long position = (flags & RUN_HAS_OFFSET) != 0 ? base + fields.getInt() : runEnd;
    if ((flags & RUN_HAS_FIRST_FLAGS) != 0) {
      fields.getInt();
    }
    int before = (flags & RUN_HAS_DURATIONS) != 0 ? 4 : 0;
    int size = (flags & RUN_HAS_SIZES) != 0 ? 4 : 0;
    int behind =
        ((flags & RUN_HAS_FLAGS) != 0 ? 4 : 0) + ((flags & RUN_HAS_COMPOSITIONS) != 0 ? 4 : 0);
    int entry = before + size + behind;
    if (entry * stated > fields.remaining()) {
      throw RefusedAudioException.broken("an MP4 fragment whose table is cut short");
    }
    if (ready.size() + stated > MAX_PIECES) {
      throw RefusedAudioException.broken("an MP4 fragment of too many packets");
    }
    for (int i = 0; i < stated; i++) {
      fields.position(fields.position() + before);
      int bytes = size > 0 ? fields.getInt() : defaultBytes;
      fields.position(fields.position() + behind);
      ready.add(new Piece(position, bytes));
      position += bytes;
    }
    runEnd = position;
  }
}
