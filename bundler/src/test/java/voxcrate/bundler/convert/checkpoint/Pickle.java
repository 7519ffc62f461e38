package voxcrate.bundler.convert.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Writes pickles opcode by opcode, for tests.
public final class Pickle {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  public static Pickle protocol(int version) {
    return new Pickle().op(0x80).op(version);
  }

  public Pickle op(int code) {
    bytes.write(code);
    return this;
  }

  public Pickle ops(String codes) {
    bytes.writeBytes(codes.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  public Pickle global(String module, String name) {
    return ops("c" + module + "\n" + name + "\n");
  }

  public Pickle text(String text) {
    var utf8 = text.getBytes(StandardCharsets.UTF_8);
    op('X').int32(utf8.length);
    bytes.writeBytes(utf8);
    return this;
  }

  public Pickle whole(long value) {
    op(0x8a).op(8);
    bytes.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    return this;
  }

  public Pickle int32(int value) {
    bytes.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    return this;
  }

  public Pickle int64(long value) {
    bytes.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    return this;
  }

  /// A call of `module.name` with one text.
  public Pickle call(String module, String name, String argument) {
    return global(module, name).text(argument).op(0x85).ops("R");
  }

  /// A tensor of float32 in storage `key` of `count` elements.
  public Pickle tensor(String key, long count, long offset, long[] shape, long[] strides) {
    return tensor("FloatStorage", key, count, offset, shape, strides);
  }

  public Pickle tensor(
      String type, String key, long count, long offset, long[] shape, long[] strides) {
    global("torch._utils", "_rebuild_tensor_v2").ops("((").text("storage").global("torch", type);
    text(key).text("cpu").whole(count).ops("tQ").whole(offset);
    return tuple(shape).tuple(strides).op(0x89).emptyOrderedDict().ops("tR");
  }

  private Pickle tuple(long... numbers) {
    ops("(");
    for (long number : numbers) {
      whole(number);
    }
    return ops("t");
  }

  private Pickle emptyOrderedDict() {
    return global("collections", "OrderedDict").ops(")R");
  }

  /// Ends the pickle.
  public byte[] stop() {
    return ops(".").bytes.toByteArray();
  }

  /// What has been written so far.
  public byte[] unfinished() {
    return bytes.toByteArray();
  }
}
