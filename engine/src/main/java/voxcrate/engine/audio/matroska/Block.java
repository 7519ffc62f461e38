package voxcrate.engine.audio.matroska;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A block: packets of one track (RFC 9559, 10), several where they are laced together.
///
/// @param time relative to the cluster, in ticks
record Block(int track, int time, List<byte[]> packets) {
  private static final int LACING = 0x06;
  private static final int XIPH = 0x02;
  private static final int FIXED = 0x04;
  private static final int HEAD_BYTES = 3;

  Block {
    packets = List.copyOf(packets);
  }

  /// Empty where the content makes no sense.
  static Optional<Block> of(byte[] content) {
    try {
      var fields = ByteBuffer.wrap(content);
      int track = (int) number(fields);
      int time = fields.getShort();
      int flags = fields.get();
      return Optional.of(new Block(track, time, packets(fields, flags & LACING)));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /// Of the track that the block's first bytes name; -1 where they name none.
  static int track(byte[] head) {
    try {
      return (int) number(ByteBuffer.wrap(head));
    } catch (RuntimeException e) {
      return -1;
    }
  }

  /// Enough of a block to know its track.
  static int headBytes() {
    return HEAD_BYTES + Long.BYTES;
  }

  private static List<byte[]> packets(ByteBuffer fields, int lacing) {
    if (lacing == 0) {
      return List.of(take(fields, fields.remaining()));
    }
    int count = Byte.toUnsignedInt(fields.get()) + 1;
    var sizes = new int[count - 1];
    if (lacing == FIXED) {
      Arrays.fill(sizes, fields.remaining() / count);
    } else if (lacing == XIPH) {
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] = xiphSize(fields);
      }
    } else {
      readDifferences(fields, sizes);
    }
    var packets = new ArrayList<byte[]>(count);
    for (int size : sizes) {
      packets.add(take(fields, size));
    }
    packets.add(take(fields, fields.remaining()));
    return packets;
  }

  /// The first size as it is, the others as signed differences.
  private static void readDifferences(ByteBuffer fields, int[] sizes) {
    for (int i = 0; i < sizes.length; i++) {
      int bytes =
          Integer.numberOfLeadingZeros(Byte.toUnsignedInt(fields.get(fields.position()))) - 23;
      long value = number(fields);
      long bias = (1L << (7 * bytes - 1)) - 1;
      sizes[i] = (int) (i == 0 ? value : sizes[i - 1] + value - bias);
    }
  }

  static int xiphSize(ByteBuffer fields) {
    int size = 0;
    int next;
    do {
      next = Byte.toUnsignedInt(fields.get());
      size += next;
    } while (next == 255);
    return size;
  }

  private static byte[] take(ByteBuffer fields, int bytes) {
    if (bytes < 0 || bytes > fields.remaining()) {
      throw new IllegalArgumentException("a packet longer than its block");
    }
    var packet = new byte[bytes];
    fields.get(packet);
    return packet;
  }

  private static long number(ByteBuffer fields) {
    int first = Byte.toUnsignedInt(fields.get());
    int bytes = Integer.numberOfLeadingZeros(first) - 23;
    long value = first & ((1 << (8 - bytes)) - 1);
    for (int i = 1; i < bytes; i++) {
      value = (value << 8) | Byte.toUnsignedInt(fields.get());
    }
    return value;
  }
}
