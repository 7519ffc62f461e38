package voxcrate.engine.audio.ogg;

import java.util.Arrays;

/// One page of an Ogg file (RFC 3533, 6): pieces of packets of one of its streams.
final class OggPage {
  static final int HEADER_BYTES = 27;

  private static final int CONTINUED = 1;
  private static final int FIRST = 2;
  private static final int LAST = 4;
  private static final int POLYNOMIAL = 0x04C1_1DB7;
  private static final int[] CRC_TABLE = crcTable();

  private final int flags;
  private final long granule;
  private final int serial;
  private final int sequence;
  private final byte[] lacing;
  private final byte[] body;

  OggPage(int flags, long granule, int serial, int sequence, byte[] lacing, byte[] body) {
    this.flags = flags;
    this.granule = granule;
    this.serial = serial;
    this.sequence = sequence;
    this.lacing = lacing;
    this.body = body;
  }

  boolean continuesPacket() {
    return (flags & CONTINUED) != 0;
  }

  boolean isFirst() {
    return (flags & FIRST) != 0;
  }

  boolean isLast() {
    return (flags & LAST) != 0;
  }

  /// Position in the stream at the end of the last packet that ends here; -1 where none does.
  long granule() {
    return granule;
  }

  int serial() {
    return serial;
  }

  int sequence() {
    return sequence;
  }

  int pieces() {
    return lacing.length;
  }

  /// A piece of 255 bytes goes on in the next.
  int pieceBytes(int piece) {
    return Byte.toUnsignedInt(lacing[piece]);
  }

  /// @param at where in the body the bytes begin
  byte[] bytes(int at, int count) {
    return Arrays.copyOfRange(body, at, at + count);
  }

  /// Goes on from `crc` over `bytes`.
  static int crc(int crc, byte[] bytes) {
    int value = crc;
    for (byte b : bytes) {
      value = (value << 8) ^ CRC_TABLE[(value >>> 24) ^ Byte.toUnsignedInt(b)];
    }
    return value;
  }

  private static int[] crcTable() {
    var table = new int[256];
    for (int i = 0; i < table.length; i++) {
      int crc = i << 24;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc < 0 ? (crc << 1) ^ POLYNOMIAL : crc << 1;
      }
      table[i] = crc;
    }
    return table;
  }
}
