package voxcrate.engine.audio.mp4;

import java.io.IOException;
import java.nio.ByteBuffer;
import voxcrate.engine.audio.stream.RecordingInput;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// A run of packets that lie one behind the other (`trun`, ISO 14496-12, 8.8.8), and how far it has
/// been read.
final class FragmentRun {
  /// A million packets: six hours of AAC, where fragments have seconds.
  private static final int MAX_BYTES = 1 << 24;

  private static final int HEAD_BYTES = 8;
  private static final int HAS_OFFSET = 0x1;
  private static final int HAS_FIRST_FLAGS = 0x4;
  private static final int HAS_DURATIONS = 0x100;
  private static final int HAS_SIZES = 0x200;
  private static final int HAS_FLAGS = 0x400;
  private static final int HAS_COMPOSITIONS = 0x800;

  static final FragmentRun NONE = endingAt(0);

  /// An entry for each packet; without entries all have the default size.
  private final ByteBuffer entries;

  private final int entryBytes;

  /// Where in an entry the packet's size stands; -1 where it does not.
  private final int sizeAt;

  private final int defaultBytes;
  private long left;
  private long position;

  private FragmentRun(
      ByteBuffer entries, int entryBytes, int sizeAt, int defaultBytes, long left, long position) {
    this.entries = entries;
    this.entryBytes = entryBytes;
    this.sizeAt = sizeAt;
    this.defaultBytes = defaultBytes;
    this.left = left;
    this.position = position;
  }

  /// No packets; the next run may begin at `position`.
  static FragmentRun endingAt(long position) {
    return new FragmentRun(ByteBuffer.allocate(0), 0, -1, 0, 0, position);
  }

  /// @param base what offsets count from
  /// @param before position behind the run before: where this begins that states no offset
  /// @param defaultBytes of a packet where the run says nothing
  static FragmentRun read(RecordingInput in, Box box, long base, long before, int defaultBytes)
      throws IOException {
    var fields = box.content(in, MAX_BYTES);
    requireBytes(fields, HEAD_BYTES);
    int flags = fields.getInt() & 0xFF_FFFF;
    long count = Integer.toUnsignedLong(fields.getInt());
    boolean hasOffset = (flags & HAS_OFFSET) != 0;
    int firstFlags = wide(flags, HAS_FIRST_FLAGS);
    requireBytes(fields, wide(flags, HAS_OFFSET) + firstFlags);
    long position = hasOffset ? base + fields.getInt() : before;
    fields.position(fields.position() + firstFlags);
    int sizeAt = wide(flags, HAS_DURATIONS);
    int sizeBytes = wide(flags, HAS_SIZES);
    int entryBytes = sizeAt + sizeBytes + wide(flags, HAS_FLAGS) + wide(flags, HAS_COMPOSITIONS);
    requireBytes(fields, entryBytes * count);
    if (sizeBytes == 0 && defaultBytes < 0) {
      throw RefusedAudioException.broken("an MP4 fragment with packets of a size below zero");
    }
    // Packets of no bytes are none, however many are stated.
    long packets = sizeBytes == 0 && defaultBytes == 0 ? 0 : count;
    return new FragmentRun(
        fields, entryBytes, sizeBytes == 0 ? -1 : sizeAt, defaultBytes, packets, position);
  }

  boolean isOver() {
    return left == 0;
  }

  /// Of the next packet, or behind the last.
  long position() {
    return position;
  }

  /// Steps over the next packet, or over many of equal size that are plain samples.
  ///
  /// @param frameBytes of plain samples, else 0
  /// @return bytes stepped over, not to be believed
  int take(int frameBytes) {
    long most = PacketBytes.MAX_PACKET_BYTES / Math.max(1, defaultBytes);
    long count = sizeAt < 0 && frameBytes > 0 ? Math.clamp(most, 1, left) : 1;
    int bytes =
        sizeAt < 0 ? (int) count * defaultBytes : entries.getInt(entries.position() + sizeAt);
    entries.position(entries.position() + (int) count * entryBytes);
    left -= count;
    position += bytes;
    return bytes;
  }

  /// Of a field that is there where the flag is set.
  private static int wide(int flags, int flag) {
    return (flags & flag) != 0 ? Integer.BYTES : 0;
  }

  private static void requireBytes(ByteBuffer fields, long bytes) throws RefusedAudioException {
    if (fields.remaining() < bytes) {
      throw RefusedAudioException.broken("an MP4 fragment whose table is cut short");
    }
  }
}
