package voxcrate.engine.audio.flac;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Reads numbers of any width from a stream, most significant bit first, and keeps the two
/// checksums that FLAC frames end with (RFC 9639, 9.1.8 and 9.3).
final class FlacBits {
  private static final int BUFFER_BYTES = 1 << 13;

  /// Eight channels of 65,536 samples, as they are, with the bit more that a difference needs; no
  /// encoder makes a frame that is longer than that. A file made to annoy could name one of
  /// gigabytes.
  private static final int MAX_FRAME_BYTES = 8 * 65_536 * 33 / 8 + (1 << 10);
  private static final int POLYNOMIAL_8 = 0x07;
  private static final int POLYNOMIAL_16 = 0x8005;
  private static final int[] TABLE_8 = table(8, POLYNOMIAL_8);
  private static final int[] TABLE_16 = table(16, POLYNOMIAL_16);

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int filled;

  /// The byte being read, and how many of its bits are left.
  private int current;

  private int bitsLeft;
  private int crc8;
  private int crc16;
  private int frameBytes;

  FlacBits(InputStream in) {
    this.in = in;
  }

  /// Bytes taken from the stream and not yet read here.
  int buffered() {
    return filled - at;
  }

  /// Forgets what was taken: the stream was moved.
  void restart() {
    at = 0;
    filled = 0;
    bitsLeft = 0;
  }

  /// Begins the checksums anew at the next byte.
  void startFrame() {
    bitsLeft = 0;
    crc8 = 0;
    crc16 = 0;
    frameBytes = 0;
  }

  /// Whether the stream is over. Only at a byte's border.
  boolean isAtEnd() throws IOException {
    return at == filled && !fill();
  }

  /// @param count of bits, 0 to 56
  /// @throws EOFException when the stream ends before
  long unsigned(int count) throws IOException {
    long value = 0;
    int wanted = count;
    while (wanted > 0) {
      if (bitsLeft == 0) {
        nextByte();
      }
      int taken = Math.min(wanted, bitsLeft);
      bitsLeft -= taken;
      value = (value << taken) | ((current >>> bitsLeft) & ((1 << taken) - 1));
      wanted -= taken;
    }
    return value;
  }

  /// Two's complement of `count` bits.
  long signed(int count) throws IOException {
    int unused = Long.SIZE - count;
    return count == 0 ? 0 : (unsigned(count) << unused) >> unused;
  }

  /// The number of zeros before the next one, which is read too.
  int zeros() throws IOException {
    int zeros = 0;
    while (true) {
      if (bitsLeft == 0) {
        nextByte();
      }
      int rest = current & ((1 << bitsLeft) - 1);
      if (rest != 0) {
        int leading = bitsLeft - (Integer.SIZE - Integer.numberOfLeadingZeros(rest));
        bitsLeft -= leading + 1;
        return zeros + leading;
      }
      zeros += bitsLeft;
      bitsLeft = 0;
    }
  }

  /// Skips to the next byte's border.
  void align() {
    bitsLeft = 0;
  }

  /// Bytes read since [#startFrame].
  int frameBytes() {
    return frameBytes;
  }

  /// Checksum of the bytes read since [#startFrame].
  int crc8() {
    return crc8;
  }

  int crc16() {
    return crc16;
  }

  private void nextByte() throws IOException {
    if (at == filled && !fill()) {
      throw new EOFException();
    }
    if (frameBytes++ == MAX_FRAME_BYTES) {
      throw new FlacException("a frame is longer than any can be");
    }
    current = Byte.toUnsignedInt(buffer[at++]);
    bitsLeft = 8;
    crc8 = TABLE_8[crc8 ^ current];
    crc16 = ((crc16 << 8) ^ TABLE_16[(crc16 >>> 8) ^ current]) & 0xFFFF;
  }

  private boolean fill() throws IOException {
    at = 0;
    filled = Math.max(0, in.read(buffer));
    return filled > 0;
  }

  /// What each byte does to a checksum of `width` bits.
  private static int[] table(int width, int polynomial) {
    var table = new int[256];
    int top = 1 << (width - 1);
    for (int i = 0; i < table.length; i++) {
      int crc = i << (width - 8);
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & top) != 0 ? (crc << 1) ^ polynomial : crc << 1;
      }
      table[i] = crc & ((1 << width) - 1);
    }
    return table;
  }
}
