package voxcrate.engine.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Builds Ogg files page by page (RFC 3533), and takes them apart.
public final class OggBytes {
  public static final int FIRST = 2;
  public static final int LAST = 4;
  private static final int HEADER_BYTES = 27;

  private OggBytes() {}

  /// A page of whole packets.
  public static byte[] page(int flags, long granule, int sequence, List<byte[]> packets) {
    var lacing = new ByteArrayOutputStream();
    var body = new ByteArrayOutputStream();
    for (var packet : packets) {
      for (int left = packet.length; left >= 0; left -= 255) {
        lacing.write(Math.min(left, 255));
      }
      body.writeBytes(packet);
    }
    var page =
        ByteBuffer.allocate(HEADER_BYTES + lacing.size() + body.size())
            .order(ByteOrder.LITTLE_ENDIAN);
    page.put(new byte[] {'O', 'g', 'g', 'S', 0, (byte) flags});
    page.putLong(granule).putInt(7).putInt(sequence).putInt(0);
    page.put((byte) lacing.size()).put(lacing.toByteArray()).put(body.toByteArray());
    return sealed(page.array());
  }

  /// The packets of a file of one stream.
  public static List<byte[]> packets(byte[] file) {
    var packets = new ArrayList<byte[]>();
    var packet = new ByteArrayOutputStream();
    for (int at = 0; at < file.length; ) {
      int lacing = at + HEADER_BYTES;
      int pieces = Byte.toUnsignedInt(file[lacing - 1]);
      at = lacing + pieces;
      for (int i = 0; i < pieces; i++) {
        int bytes = Byte.toUnsignedInt(file[lacing + i]);
        packet.write(file, at, bytes);
        at += bytes;
        if (bytes < 255) {
          packets.add(packet.toByteArray());
          packet.reset();
        }
      }
    }
    return packets;
  }

  /// With its checksum filled in.
  private static byte[] sealed(byte[] page) {
    var fields = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN).putInt(22, 0);
    int crc = 0;
    for (byte b : page) {
      crc ^= b << 24;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc < 0 ? (crc << 1) ^ 0x04C1_1DB7 : crc << 1;
      }
    }
    fields.putInt(22, crc);
    return page;
  }
}
