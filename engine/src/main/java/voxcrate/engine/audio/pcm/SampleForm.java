package voxcrate.engine.audio.pcm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// How one sample is stored. The byte order is the buffer's.
public enum SampleForm {
  UNSIGNED_8(1),
  SIGNED_8(1),
  SIGNED_16(2),
  SIGNED_24(3),
  SIGNED_32(4),
  SIGNED_64(8),
  FLOAT_32(4),
  FLOAT_64(8),
  A_LAW(1),
  MU_LAW(1);

  private final int bytes;

  SampleForm(int bytes) {
    this.bytes = bytes;
  }

  public int bytes() {
    return bytes;
  }

  /// Whole numbers with a sign, of 8 to 64 bits in whole bytes.
  ///
  /// @throws IllegalArgumentException for other sizes; ask [#isSignedSize] first
  public static SampleForm signed(int bytes) {
    return switch (bytes) {
      case 1 -> SIGNED_8;
      case 2 -> SIGNED_16;
      case 3 -> SIGNED_24;
      case 4 -> SIGNED_32;
      case 8 -> SIGNED_64;
      default -> throw new IllegalArgumentException(bytes + " bytes a sample");
    };
  }

  public static boolean isSignedSize(int bytes) {
    return (bytes >= 1 && bytes <= 4) || bytes == 8;
  }

  /// The sample at byte `at`, in [-1, 1].
  float sample(ByteBuffer stored, int at) {
    return switch (this) {
      case UNSIGNED_8 -> (Byte.toUnsignedInt(stored.get(at)) - 128) / 128f;
      case SIGNED_8 -> stored.get(at) / 128f;
      case SIGNED_16 -> stored.getShort(at) / 32768f;
      case SIGNED_24 -> signed24(stored, at) / 8388608f;
      case SIGNED_32 -> (float) (stored.getInt(at) / 2147483648.0);
      case SIGNED_64 -> (float) (stored.getLong(at) / 0x1p63);
      case FLOAT_32 -> finite(stored.getFloat(at));
      case FLOAT_64 -> finite((float) stored.getDouble(at));
      case A_LAW -> Companding.A_LAW[Byte.toUnsignedInt(stored.get(at))];
      case MU_LAW -> Companding.MU_LAW[Byte.toUnsignedInt(stored.get(at))];
    };
  }

  private static int signed24(ByteBuffer stored, int at) {
    return stored.order() == ByteOrder.LITTLE_ENDIAN
        ? (stored.get(at + 2) << 16) | Short.toUnsignedInt(stored.getShort(at))
        : (stored.getShort(at) << 8) | Byte.toUnsignedInt(stored.get(at + 2));
  }

  /// A float file may hold anything; one NaN would spread over the whole window.
  private static float finite(float sample) {
    return Float.isFinite(sample) ? sample : 0;
  }
}
