package voxcrate.engine.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Builds the heads of a Vorbis stream of one channel at 16 kHz (Vorbis I, 4.2).
public final class VorbisBytes {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int pending;
  private int pendingBits;

  private VorbisBytes() {}

  public static byte[] identification() {
    return ByteBuffer.allocate(30)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(head(1))
        .putInt(0)
        .put((byte) 1)
        .putInt(16_000)
        .position(28)
        .put((byte) 0xB8)
        .put((byte) 1)
        .array();
  }

  /// One of everything.
  ///
  /// @param partitions kinds of partitions of the residue
  /// @param dimensions of the book that tells the kinds
  public static byte[] setup(int partitions, int dimensions) {
    var bits = new VorbisBytes();
    bits.bytes.writeBytes(head(5));
    // A book of two entries, each one bit long, without values.
    bits.put(0, 8).put(0x564342, 24).put(dimensions, 16).put(2, 24).put(1, 1).put(0, 5).put(2, 2);
    bits.put(0, 4);
    // Time: nothing. Floor: of the second kind, without partitions.
    bits.put(0, 6).put(0, 16).put(0, 6).put(1, 16).put(0, 5).put(0, 2).put(4, 4);
    // Residue.
    bits.put(0, 6).put(0, 16).put(0, 24).put(16, 24).put(0, 24).put(partitions - 1, 6).put(0, 8);
    for (int i = 0; i < partitions; i++) {
      bits.put(0, 4);
    }
    // Mapping, mode and the last bit.
    bits.put(0, 6).put(0, 16).put(0, 4).put(0, 24);
    bits.put(0, 6).put(0, 1).put(0, 16).put(0, 16).put(0, 8).put(1, 1).put(0, 7);
    return bits.bytes.toByteArray();
  }

  private static byte[] head(int type) {
    return ((char) type + "vorbis").getBytes(StandardCharsets.ISO_8859_1);
  }

  private VorbisBytes put(int value, int bits) {
    for (int i = 0; i < bits; i++) {
      pending |= ((value >>> i) & 1) << pendingBits;
      if (++pendingBits == 8) {
        bytes.write(pending);
        pending = 0;
        pendingBits = 0;
      }
    }
    return this;
  }
}
