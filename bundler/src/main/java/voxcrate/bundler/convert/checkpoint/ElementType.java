package voxcrate.bundler.convert.checkpoint;

import java.nio.ByteBuffer;

/// What the numbers of a storage are. Little-endian throughout.
public enum ElementType {
  FLOAT(4),
  DOUBLE(8),
  HALF(2),
  BFLOAT16(2),
  LONG(8),
  INT(4),
  SHORT(2),
  CHAR(1),
  BYTE(1),
  BOOL(1);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  public int bytes() {
    return bytes;
  }

  /// The element number `index` of `buffer`; exact, except integers beyond 2^53.
  double at(ByteBuffer buffer, int index) {
    int position = index * bytes;
    return switch (this) {
      case FLOAT -> buffer.getFloat(position);
      case DOUBLE -> buffer.getDouble(position);
      case HALF -> Float.float16ToFloat(buffer.getShort(position));
      // The upper half of a float's bits.
      case BFLOAT16 -> Float.intBitsToFloat(buffer.getShort(position) << 16);
      case LONG -> (double) buffer.getLong(position);
      case INT -> buffer.getInt(position);
      case SHORT -> buffer.getShort(position);
      case CHAR -> buffer.get(position);
      case BYTE, BOOL -> Byte.toUnsignedInt(buffer.get(position));
    };
  }
}
