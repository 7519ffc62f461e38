package voxcrate.bundler.convert.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A protobuf message being put together, in the wire format: each field is its number and type as
/// a varint, then the value. Constants write themselves, so a message costs no copy of the weights.
final class ProtoMessage {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_32 = 5;

  private final List<Part> parts = new ArrayList<>();
  private long size;

  private sealed interface Part {
    long size();
  }

  private static final class Bytes implements Part {
    private final byte[] content;

    private Bytes(byte[] content) {
      this.content = content;
    }

    @Override
    public long size() {
      return content.length;
    }
  }

  private record Nested(ProtoMessage message) implements Part {
    @Override
    public long size() {
      return message.size;
    }
  }

  private record Raw(Initializer.Embedded numbers) implements Part {
    @Override
    public long size() {
      return numbers.byteCount();
    }
  }

  ProtoMessage whole(int field, long value) {
    tag(field, VARINT);
    return add(new Bytes(varint(value)));
  }

  ProtoMessage real(int field, float value) {
    tag(field, FIXED_32);
    int bits = Integer.reverseBytes(Float.floatToIntBits(value));
    return add(new Bytes(ByteBuffer.allocate(Float.BYTES).putInt(bits).array()));
  }

  ProtoMessage text(int field, String value) {
    return delimited(field, new Bytes(value.getBytes(StandardCharsets.UTF_8)));
  }

  ProtoMessage message(int field, ProtoMessage value) {
    return delimited(field, new Nested(value));
  }

  ProtoMessage raw(int field, Initializer.Embedded numbers) {
    return delimited(field, new Raw(numbers));
  }

  private ProtoMessage delimited(int field, Part part) {
    tag(field, LENGTH_DELIMITED);
    add(new Bytes(varint(part.size())));
    return add(part);
  }

  private void tag(int field, int wireType) {
    add(new Bytes(varint(((long) field << 3) | wireType)));
  }

  private ProtoMessage add(Part part) {
    parts.add(part);
    size += part.size();
    return this;
  }

  /// Seven bits a byte, lowest first; the top bit says that more follow.
  private static byte[] varint(long value) {
    var bytes = new ByteArrayOutputStream(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
    return bytes.toByteArray();
  }

  void writeTo(OutputStream out) throws IOException {
    for (var part : parts) {
      switch (part) {
        case Bytes bytes -> out.write(bytes.content);
        case Nested(var message) -> message.writeTo(out);
        case Raw(var numbers) -> numbers.writeTo(out);
      }
    }
  }
}
