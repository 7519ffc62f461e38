package voxcrate.engine.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Builds Matroska files element by element (RFC 9559), lawful and otherwise: one track of 16-bit
/// samples, the lowest byte first, at 16 kHz, in ticks of a millisecond.
public final class MatroskaBytes {
  private static final byte[] RATE = ByteBuffer.allocate(8).putDouble(16_000).array();

  private MatroskaBytes() {}

  public static byte[] element(int id, byte[]... contents) {
    var content = Mp4Bytes.joined(contents);
    int idBytes = 4 - Integer.numberOfLeadingZeros(id) / 8;
    var bytes = ByteBuffer.allocate(idBytes + 8 + content.length);
    for (int i = idBytes - 1; i >= 0; i--) {
      bytes.put((byte) (id >>> (8 * i)));
    }
    return bytes.putLong(1L << 56 | content.length).put(content).array();
  }

  public static byte[] bytes(int... values) {
    var bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /// @param track what the track has besides; or what its codec needs
  public static byte[] file(byte[] track, byte[]... clusters) {
    return Mp4Bytes.joined(
        element(0x1A45DFA3),
        element(0x18538067, element(0x1654AE6B, track), Mp4Bytes.joined(clusters)));
  }

  public static byte[] pcmTrack(byte[]... more) {
    return track("A_PCM/INT/LIT", more);
  }

  public static byte[] track(String codec, byte[]... more) {
    return element(
        0xAE,
        element(0xD7, bytes(1)),
        element(0x83, bytes(2)),
        element(0x86, codec.getBytes(StandardCharsets.US_ASCII)),
        element(0xE1, element(0xB5, RATE), element(0x9F, bytes(1)), element(0x6264, bytes(16))),
        Mp4Bytes.joined(more));
  }

  public static byte[] cluster(int milliseconds, byte[]... blocks) {
    return element(0x1F43B675, element(0xE7, Mp4Bytes.ints(milliseconds)), Mp4Bytes.joined(blocks));
  }

  /// A block of its cluster's time.
  public static byte[] block(byte[] content) {
    return blockOf(1, content);
  }

  public static byte[] blockOf(int track, byte[] content) {
    return element(0xA3, bytes(0x80 | track, 0, 0, 0), content);
  }

  /// A block with packets of equal size.
  public static byte[] lacedBlock(int packets, byte[] content) {
    return element(0xA3, bytes(0x81, 0, 0, 0x04, packets - 1), content);
  }

  /// Samples that all have the same value.
  public static byte[] samples(int value, int count) {
    var bytes = new byte[2 * count];
    for (int i = 0; i < count; i++) {
      bytes[2 * i] = (byte) value;
      bytes[2 * i + 1] = (byte) (value >>> 8);
    }
    return bytes;
  }
}
