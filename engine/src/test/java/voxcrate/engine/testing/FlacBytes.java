package voxcrate.engine.testing;

import java.nio.ByteBuffer;

/// Builds FLAC frames of eight channels of eight bits that hold 65,536 samples each in a few bytes
/// (RFC 9639).
public final class FlacBytes {
  public static final int BLOCK = 65_536;
  private static final int CHANNELS = 8;

  private FlacBytes() {}

  /// The block STREAMINFO, of a stream whose length is not known.
  public static byte[] description(int sampleRate) {
    long packed = ((long) sampleRate << 44) | (7L << 41) | (7L << 36);
    return ByteBuffer.allocate(34)
        .putShort((short) -1)
        .putShort((short) -1)
        .putLong(10, packed)
        .array();
  }

  /// A frame in which each channel holds one value.
  ///
  /// @param number of the frame, below 128
  public static byte[] constantFrame(int number) {
    var frame = ByteBuffer.allocate(8 + 2 * CHANNELS + 2);
    frame.put(new byte[] {-1, -8, 0x70, 0x72, (byte) number, -1, -1});
    frame.put((byte) crc(frame.array(), frame.position(), 8, 0x07));
    for (int i = 0; i < CHANNELS; i++) {
      frame.put((byte) 0).put((byte) 5);
    }
    return frame.putShort((short) crc(frame.array(), frame.position(), 16, 0x8005)).array();
  }

  /// The head of a frame, and the beginning of a residual: a run of zeros should follow.
  public static byte[] frameOfZeros(int number) {
    var head = constantFrame(number);
    var frame = ByteBuffer.allocate(10).put(head, 0, 8);
    // A fixed predictor of order 0; codes by Rice with parameter 0, one partition.
    return frame.put((byte) 0x10).put((byte) 0).array();
  }

  private static int crc(byte[] bytes, int count, int width, int polynomial) {
    int crc = 0;
    for (int i = 0; i < count; i++) {
      crc ^= Byte.toUnsignedInt(bytes[i]) << (width - 8);
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc >>> (width - 1) & 1) == 1 ? (crc << 1) ^ polynomial : crc << 1;
      }
    }
    return crc & ((1 << width) - 1);
  }
}
