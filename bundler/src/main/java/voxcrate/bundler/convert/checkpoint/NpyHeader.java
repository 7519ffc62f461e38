package voxcrate.bundler.convert.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The beginning of a `.npy` file: magic, version, and the text that describes the numbers (NumPy
/// enhancement proposal 1, formats 1.0 to 3.0).
///
/// @param text the describing dictionary, as it stands there
/// @param dataOffset where the numbers begin
record NpyHeader(String text, int dataOffset) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int VERSIONED_BYTES = MAGIC.length + 2;
  private static final int NEWEST_VERSION = 3;

  /// As in NumPy's own reader; published headers have 128.
  private static final int MAX_TEXT_BYTES = 10_000;

  /// @throws NpyException when `file` does not begin so
  static NpyHeader read(byte[] file) {
    int version = version(file);
    int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
    int textOffset = VERSIONED_BYTES + lengthBytes;
    if (file.length < textOffset) {
      throw new NpyException("its header is cut short");
    }
    var bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    long length =
        version == 1
            ? Short.toUnsignedLong(bytes.getShort(VERSIONED_BYTES))
            : Integer.toUnsignedLong(bytes.getInt(VERSIONED_BYTES));
    if (length > MAX_TEXT_BYTES || length > file.length - textOffset) {
      throw new NpyException("a header of " + length + " bytes");
    }
    // Version 3 is UTF-8; what lies beyond ASCII is no part of any header that is read.
    var text = new String(file, textOffset, (int) length, StandardCharsets.ISO_8859_1);
    return new NpyHeader(text, textOffset + (int) length);
  }

  private static int version(byte[] file) {
    if (file.length < VERSIONED_BYTES
        || !ByteBuffer.wrap(file, 0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
      throw new NpyException("it does not begin like a NumPy array");
    }
    int major = Byte.toUnsignedInt(file[MAGIC.length]);
    int minor = Byte.toUnsignedInt(file[MAGIC.length + 1]);
    if (major < 1 || major > NEWEST_VERSION || minor != 0) {
      throw new NpyException("format " + major + "." + minor + "; known are 1.0, 2.0 and 3.0");
    }
    return major;
  }
}
