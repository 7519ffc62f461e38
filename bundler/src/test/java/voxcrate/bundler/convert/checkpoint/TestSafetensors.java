package voxcrate.bundler.convert.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Builds safetensors files from a header and a number of bytes, true to the format or not.
public final class TestSafetensors {
  private byte[] header = {};
  private @Nullable Long claimedLength;
  private int dataBytes;

  private TestSafetensors() {}

  /// Apostrophes stand for quotation marks.
  public static TestSafetensors header(String json) {
    return new TestSafetensors()
        .rawHeader(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  /// One tensor `a` of two floats, with these descriptions in place of the true ones.
  public static TestSafetensors tensor(String dtype, String shape, String offsets) {
    return header("{'a':" + description(dtype, shape, offsets) + "}").data(8);
  }

  static String description(String dtype, String shape, String offsets) {
    return "{'dtype':" + dtype + ",'shape':" + shape + ",'data_offsets':" + offsets + "}";
  }

  /// Tensors of one byte each, `NAME FROM TO` in place of the true places.
  static TestSafetensors places(int dataBytes, String... places) {
    var json = new StringBuilder("{");
    for (var place : places) {
      var parts = place.split(" ", -1);
      long size = Long.parseLong(parts[2]) - Long.parseLong(parts[1]);
      var shape = "[" + size + "]";
      json.append(json.length() > 1 ? "," : "").append("'").append(parts[0]).append("':");
      json.append(description("'U8'", shape, "[" + parts[1] + "," + parts[2] + "]"));
    }
    return header(json + "}").data(dataBytes);
  }

  TestSafetensors rawHeader(byte[] bytes) {
    header = bytes;
    return this;
  }

  TestSafetensors filledUpWith(String filling) {
    var end = filling.getBytes(StandardCharsets.UTF_8);
    var longer = Arrays.copyOf(header, header.length + end.length);
    System.arraycopy(end, 0, longer, header.length, end.length);
    return rawHeader(longer);
  }

  TestSafetensors claiming(long length) {
    claimedLength = length;
    return this;
  }

  TestSafetensors data(int bytes) {
    dataBytes = bytes;
    return this;
  }

  /// The data counts 0, 1, 2, ….
  public byte[] bytes() {
    var file =
        ByteBuffer.allocate(Long.BYTES + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(claimedLength == null ? header.length : claimedLength).put(header);
    for (int i = 0; i < dataBytes; i++) {
      file.put((byte) i);
    }
    return file.array();
  }
}
