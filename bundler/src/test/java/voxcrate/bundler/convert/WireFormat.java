package voxcrate.bundler.convert;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The wire format of protobuf, as far as an ONNX file needs it: tests change files field by field.
final class WireFormat {
  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FOUR_BYTES = 5;

  private WireFormat() {}

  /// @param content the value; of a delimited one without its length
  @SuppressWarnings("ArrayRecordComponent")
  record Field(int number, int type, byte[] content) {
    String text() {
      return new String(content, StandardCharsets.UTF_8);
    }
  }

  static Field whole(int number, int value) {
    return new Field(number, VARINT, varint(value));
  }

  static Field text(int number, String value) {
    return bytes(number, value.getBytes(StandardCharsets.UTF_8));
  }

  static Field message(int number, List<Field> fields) {
    return bytes(number, write(fields));
  }

  static Field bytes(int number, byte[] content) {
    return new Field(number, LENGTH_DELIMITED, content);
  }

  static List<Field> read(byte[] message) {
    var fields = new ArrayList<Field>();
    var in = ByteBuffer.wrap(message);
    while (in.hasRemaining()) {
      int tag = (int) varint(in);
      int start = in.position();
      int type = tag & 7;
      switch (type) {
        case VARINT -> varint(in);
        case EIGHT_BYTES -> in.position(start + Long.BYTES);
        case FOUR_BYTES -> in.position(start + Integer.BYTES);
        case LENGTH_DELIMITED -> {
          int length = (int) varint(in);
          start = in.position();
          in.position(start + length);
        }
        default -> throw new IllegalArgumentException("wire type " + type);
      }
      fields.add(new Field(tag >> 3, type, Arrays.copyOfRange(message, start, in.position())));
    }
    return fields;
  }

  static byte[] write(List<Field> fields) {
    var out = new ByteArrayOutputStream();
    for (var field : fields) {
      out.writeBytes(varint((long) field.number() << 3 | field.type()));
      if (field.type() == LENGTH_DELIMITED) {
        out.writeBytes(varint(field.content().length));
      }
      out.writeBytes(field.content());
    }
    return out.toByteArray();
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private static byte[] varint(long value) {
    var out = new ByteArrayOutputStream();
    long rest = value;
    for (; rest > 0x7f; rest >>>= 7) {
      out.write((int) ((rest & 0x7f) | 0x80));
    }
    out.write((int) rest);
    return out.toByteArray();
  }
}
