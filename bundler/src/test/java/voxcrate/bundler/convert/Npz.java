package voxcrate.bundler.convert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;

/// Arrays of NumPy's `.npz`, for comparing with stored reference numbers: little-endian f4, f8 and
/// i8 in C order.
public final class Npz {
  private static final Pattern DESCR = Pattern.compile("'descr': '([^']+)'");
  private static final Pattern SHAPE = Pattern.compile("'shape': \\(([^)]*)\\)");

  private final Map<String, Array> arrays = new HashMap<>();

  /// Numbers in row-major order.
  public static final class Array {
    private final double[] numbers;

    private Array(double[] numbers) {
      this.numbers = numbers;
    }

    public double[] numbers() {
      return numbers;
    }

    public float[] floats() {
      var floats = new float[numbers.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) numbers[i];
      }
      return floats;
    }
  }

  static Npz read(InputStream in) throws IOException {
    var npz = new Npz();
    try (var zip = new ZipInputStream(in)) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        npz.arrays.put(entry.getName().replace(".npy", ""), array(zip.readAllBytes()));
      }
    }
    return npz;
  }

  public Array get(String name) {
    var array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException("no array named " + name);
    }
    return array;
  }

  private static Array array(byte[] npy) {
    var bytes = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
    int headerBytes = Short.toUnsignedInt(bytes.getShort(8));
    var header = new String(npy, 10, headerBytes, StandardCharsets.US_ASCII);
    if (npy[6] != 1 || header.contains("'fortran_order': True")) {
      throw new IllegalArgumentException("not version 1 in C order");
    }
    bytes.position(10 + headerBytes);
    var shape =
        Arrays.stream(find(SHAPE, header).split(",", -1))
            .map(String::strip)
            .filter(part -> !part.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    var numbers = new double[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    var type = find(DESCR, header);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          switch (type) {
            case "<f4" -> bytes.getFloat();
            case "<f8" -> bytes.getDouble();
            case "<i8" -> (double) bytes.getLong();
            case String other -> throw new IllegalArgumentException(other);
          };
    }
    return new Array(numbers);
  }

  private static String find(Pattern pattern, String header) {
    var matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new IllegalArgumentException("no " + pattern);
    }
    return matcher.group(1);
  }
}
