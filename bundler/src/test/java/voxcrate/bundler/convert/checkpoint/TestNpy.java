package voxcrate.bundler.convert.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes `.npy` files field by field, so that each can lie.
public final class TestNpy {
  private TestNpy() {}

  /// Doubles in row-major order.
  public static byte[] doubles(double[] numbers, int... shape) {
    var axes =
        Arrays.toString(shape).replace("[", "(").replace("]", shape.length == 1 ? ",)" : ")");
    var data = ByteBuffer.allocate(numbers.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    data.asDoubleBuffer().put(numbers);
    return file("{'descr': '<f8', 'fortran_order': False, 'shape': " + axes + ", }", data.array());
  }

  /// Format 1.0 with any header text and data.
  static byte[] file(String header, byte[] data) {
    return file(1, 0, header.length(), header, data);
  }

  static byte[] file(int major, int minor, long headerBytes, String header, byte[] data) {
    var text = header.getBytes(StandardCharsets.ISO_8859_1);
    int lengthBytes = major == 1 ? Short.BYTES : Integer.BYTES;
    var file =
        ByteBuffer.allocate(8 + lengthBytes + text.length + data.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) 0x93)
            .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
            .put((byte) major)
            .put((byte) minor);
    if (major == 1) {
      file.putShort((short) headerBytes);
    } else {
      file.putInt((int) headerBytes);
    }
    return file.put(text).put(data).array();
  }
}
