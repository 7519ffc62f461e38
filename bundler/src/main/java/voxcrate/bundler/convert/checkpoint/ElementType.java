package voxcrate.bundler.convert.checkpoint;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/// What the numbers of a storage are. Little-endian throughout.
public enum ElementType {
  FLOAT(4, "F32"),
  DOUBLE(8, "F64"),
  HALF(2, "F16"),
  BFLOAT16(2, "BF16"),
  LONG(8, "I64"),
  INT(4, "I32"),
  SHORT(2, "I16"),
  CHAR(1, "I8"),
  BYTE(1, "U8"),
  BOOL(1, "BOOL");

  private final int bytes;
  private final String dtype;

  ElementType(int bytes, String dtype) {
    this.bytes = bytes;
    this.dtype = dtype;
  }

  /// The type that a safetensors file calls `dtype`.
  static Optional<ElementType> ofSafetensors(String dtype) {
    return Arrays.stream(values()).filter(type -> type.dtype.equals(dtype)).findFirst();
  }

  /// As safetensors calls it.
  String dtype() {
    return dtype;
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
