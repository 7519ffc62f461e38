package voxcrate.bundler.convert.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import voxcrate.bundler.convert.refusal.Refusal;

/// The bytes of a pickle, read forwards; running out of them, or a length that lies, is a refusal.
final class PickleInput {
  private static final int MAX_GLOBAL_BYTES = 256;

  private final ByteBuffer bytes;
  private final String file;

  PickleInput(byte[] pickle, String file) {
    this.bytes = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    this.file = file;
  }

  int position() {
    return bytes.position();
  }

  boolean atEnd() {
    return !bytes.hasRemaining();
  }

  int unsignedByte() {
    return Byte.toUnsignedInt(need(1).get());
  }

  int unsignedShort() {
    return Short.toUnsignedInt(need(2).getShort());
  }

  int signedInt() {
    return need(4).getInt();
  }

  long unsignedInt() {
    return Integer.toUnsignedLong(need(4).getInt());
  }

  long signedLong() {
    return need(8).getLong();
  }

  /// Pickle's one big-endian number.
  double bigEndianDouble() {
    return Double.longBitsToDouble(Long.reverseBytes(need(8).getLong()));
  }

  /// A two's complement integer of `length` bytes, at most eight.
  long integer(int length) {
    if (length > Long.BYTES) {
      throw refuse("an integer of " + length + " bytes");
    }
    need(length);
    long value = 0;
    for (int i = 0; i < length; i++) {
      value |= Byte.toUnsignedLong(bytes.get()) << (8 * i);
    }
    int unused = Long.SIZE - 8 * length;
    return length == 0 ? 0 : value << unused >> unused;
  }

  /// UTF-8 text of `length` bytes.
  String text(long length) {
    var part = slice(length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(part).toString();
    } catch (CharacterCodingException e) {
      throw Refusal.malformed(file, "text before byte " + position() + " is not UTF-8");
    }
  }

  /// The two lines after a GLOBAL opcode, module and name, joined by a blank.
  String globalName() {
    return line() + " " + line();
  }

  private String line() {
    int start = bytes.position();
    int limit = Math.min(bytes.limit(), start + MAX_GLOBAL_BYTES);
    for (int at = start; at < limit; at++) {
      if (bytes.get(at) == '\n') {
        var line = text(at - start);
        bytes.get();
        return line;
      }
    }
    throw refuse("a name without an end");
  }

  private ByteBuffer slice(long length) {
    if (length < 0 || length > bytes.remaining()) {
      throw refuse("a length of " + length + " where " + bytes.remaining() + " bytes are left");
    }
    var part = bytes.slice(bytes.position(), (int) length);
    bytes.position(bytes.position() + (int) length);
    return part;
  }

  private ByteBuffer need(int count) {
    if (bytes.remaining() < count) {
      throw refuse("it is cut short");
    }
    return bytes;
  }

  private RuntimeException refuse(String found) {
    return Refusal.malformed(file, found + ", at byte " + position());
  }
}
