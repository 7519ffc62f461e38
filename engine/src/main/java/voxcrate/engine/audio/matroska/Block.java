package voxcrate.engine.audio.matroska;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/// A block: packets of one track (RFC 9559, 10), several where they are laced together. They are
/// taken out one by one.
final class Block {
  private static final int LACING = 0x06;
  private static final int XIPH = 0x02;
  private static final int FIXED = 0x04;
  private static final int HEAD_BYTES = 3;

  private final int time;
  private final ByteBuffer fields;

  /// Of all packets.
  private final int[] sizes;

  private int taken;

  private Block(int time, ByteBuffer fields, int[] sizes) {
    this.time = time;
    this.fields = fields;
    this.sizes = sizes;
  }

  /// Empty where the content makes no sense.
  static Optional<Block> of(byte[] content) {
    try {
      var fields = ByteBuffer.wrap(content);
      number(fields);
      int time = fields.getShort();
      int flags = fields.get();
      return Optional.of(new Block(time, fields, sizes(fields, flags & LACING)));
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// Relative to the cluster, in ticks.
  int time() {
    return time;
  }

  boolean isEmpty() {
    return taken == sizes.length;
  }

  /// Whether no packet was taken yet.
  boolean isWhole() {
    return taken == 0;
  }

  /// Takes the next packet out.
  byte[] take() {
    var packet = new byte[sizes[taken++]];
    fields.get(packet);
    return packet;
  }

  /// Of the track that the block's first bytes name; -1 where they name none.
  static int track(byte[] head) {
    try {
      return (int) number(ByteBuffer.wrap(head));
    } catch (BufferUnderflowException e) {
      return -1;
    }
  }

  /// Relative to the cluster, of the block that begins so; 0 where it is cut short.
  static int time(byte[] head) {
    var fields = ByteBuffer.wrap(head);
    try {
      number(fields);
      return fields.getShort();
    } catch (BufferUnderflowException e) {
      return 0;
    }
  }

  /// Enough of a block to know its track and time.
  static int headBytes() {
    return HEAD_BYTES + Long.BYTES;
  }

  /// Of all packets, which together fill the block.
  private static int[] sizes(ByteBuffer fields, int lacing) {
    int count = lacing == 0 ? 1 : Byte.toUnsignedInt(fields.get()) + 1;
    var sizes = new int[count];
    int last = count - 1;
    if (lacing == FIXED) {
      Arrays.fill(sizes, 0, last, fields.remaining() / count);
    } else if (lacing == XIPH) {
      for (int i = 0; i < last; i++) {
        sizes[i] = xiphSize(fields);
      }
    } else if (lacing != 0) {
      readDifferences(fields, sizes, last);
    }
    long rest = fields.remaining();
    for (int i = 0; i < last; i++) {
      rest -= sizes[i];
      if (sizes[i] < 0 || rest < 0) {
        throw new IllegalArgumentException("a packet longer than its block");
      }
    }
    sizes[last] = (int) rest;
    return sizes;
  }

  /// The first size as it is, the others as signed differences.
  private static void readDifferences(ByteBuffer fields, int[] sizes, int count) {
    for (int i = 0; i < count; i++) {
      int bytes =
          Integer.numberOfLeadingZeros(Byte.toUnsignedInt(fields.get(fields.position()))) - 23;
      long value = number(fields);
      long bias = (1L << (7 * bytes - 1)) - 1;
      sizes[i] = (int) (i == 0 ? value : sizes[i - 1] + value - bias);
    }
  }

  /// A sum of bytes, of which the last is not 255; it is not to be believed.
  static int xiphSize(ByteBuffer fields) {
    int size = 0;
    int next;
    do {
      next = Byte.toUnsignedInt(fields.get());
      size += next;
    } while (next == 255 && size <= fields.limit());
    return size;
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
