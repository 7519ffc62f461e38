package voxcrate.bundler.convert.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import voxcrate.bundler.convert.refusal.Refusal;

/// A protobuf message in the wire format, field by field: a number and a kind as a varint, then the
/// value. Nothing is copied; what reaches beyond its message is refused.
final class ProtoReader {
  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FOUR_BYTES = 5;

  /// Of the whole file; Silero's graphs have some ten thousand.
  private static final int MAX_FIELDS = 1_000_000;

  private final String file;
  private final ByteBuffer bytes;
  private final AtomicInteger fieldsLeft;
  private final int end;
  private int at;

  /// @param bytes of the whole file, never moved
  /// @param fieldsLeft that the whole file may still have
  private ProtoReader(String file, ByteBuffer bytes, AtomicInteger fieldsLeft, int at, int end) {
    this.file = file;
    this.bytes = bytes;
    this.fieldsLeft = fieldsLeft;
    this.at = at;
    this.end = end;
  }

  /// @param file as the operator knows it
  static ProtoReader of(String file, ByteBuffer bytes) {
    return new ProtoReader(file, bytes, new AtomicInteger(MAX_FIELDS), 0, bytes.limit());
  }

  /// One field; `whole` is the value of a varint, the other two are where a delimited one lies.
  record Field(int number, long whole, int from, int length) {
    boolean isDelimited() {
      return from >= 0;
    }
  }

  List<Field> fields() {
    var fields = new ArrayList<Field>();
    while (at < end) {
      countOne();
      fields.add(field());
    }
    return fields;
  }

  private void countOne() {
    if (fieldsLeft.decrementAndGet() < 0) {
      throw refuse("more than " + MAX_FIELDS + " fields");
    }
  }

  private Field field() {
    long tag = varint();
    long number = tag >>> 3;
    if (number < 1 || number > Integer.MAX_VALUE >>> 3) {
      throw refuse("a field numbered " + Long.toUnsignedString(number));
    }
    return switch ((int) (tag & 7)) {
      case VARINT -> new Field((int) number, varint(), -1, 0);
      case EIGHT_BYTES -> delimited((int) number, Long.BYTES);
      case FOUR_BYTES -> delimited((int) number, Integer.BYTES);
      case LENGTH_DELIMITED -> delimited((int) number, varint());
      default -> throw refuse("a field of the kind " + (tag & 7));
    };
  }

  private Field delimited(int number, long length) {
    if (length < 0 || length > end - at) {
      throw refuse("a field of " + Long.toUnsignedString(length) + " bytes at " + at);
    }
    var field = new Field(number, 0, at, (int) length);
    at += (int) length;
    return field;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (at >= end) {
        throw refuse("it ends in the middle of a number");
      }
      byte part = bytes.get(at++);
      value |= (part & 0x7fL) << shift;
      if (part >= 0) {
        return value;
      }
    }
    throw refuse("a number of more than 64 bits");
  }

  /// The message that a field holds.
  ProtoReader message(Field field) {
    requireDelimited(field);
    int to = field.from() + field.length();
    return new ProtoReader(file, bytes, fieldsLeft, field.from(), to);
  }

  String text(Field field) {
    requireDelimited(field);
    var text = new byte[field.length()];
    bytes.get(field.from(), text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /// Numbers of a field that may be packed: all of them in one delimited value.
  List<Long> numbers(Field field) {
    if (!field.isDelimited()) {
      return List.of(field.whole());
    }
    var packed = message(field);
    var numbers = new ArrayList<Long>();
    while (packed.at < packed.end) {
      countOne();
      numbers.add(packed.varint());
    }
    return numbers;
  }

  private void requireDelimited(Field field) {
    if (!field.isDelimited()) {
      throw refuse("a number where a text or a message belongs");
    }
  }

  RuntimeException refuse(String found) {
    return Refusal.graph(file, found);
  }
}
