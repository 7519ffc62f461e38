package voxcrate.engine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;

/// An array as NumPy stores it, in C order, with numbers widened to double.
public final class Npy {
  private static final Pattern HEADER =
      Pattern.compile(
          "'descr': '(?<type>[^']+)', 'fortran_order': False, 'shape': \\((?<shape>[^)]*)\\)");

  private final double[] values;
  private final int[] shape;

  private Npy(double[] values, int[] shape) {
    this.values = values;
    this.shape = shape;
  }

  /// The array of that name in an `.npz` file.
  public static Npy read(Path file, String name) {
    var array = readAll(file).get(name);
    if (array == null) {
      throw new IllegalArgumentException("no array " + name + " in " + file);
    }
    return array;
  }

  /// The array of an `.npy` file.
  public static Npy read(Path file) {
    try {
      return read(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Npy> readAll(Path file) {
    try (var zip = new ZipInputStream(Files.newInputStream(file))) {
      var arrays = new HashMap<String, Npy>();
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        arrays.put(entry.getName().replace(".npy", ""), read(zip.readAllBytes()));
      }
      return arrays;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Npy read(byte[] file) {
    var bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int start = file[6] == 1 ? 10 : 12;
    int length = file[6] == 1 ? Short.toUnsignedInt(bytes.getShort(8)) : bytes.getInt(8);
    var header = HEADER.matcher(new String(file, start, length, StandardCharsets.ISO_8859_1));
    if (!header.find()) {
      throw new IllegalArgumentException("not an array in C order");
    }
    var shape =
        Arrays.stream(header.group("shape").split(","))
            .map(String::strip)
            .filter(size -> !size.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    bytes.position(start + length);
    return new Npy(numbers(bytes.slice(), header.group("type"), shape), shape);
  }

  private static double[] numbers(ByteBuffer data, String type, int[] shape) {
    var bytes = data.order(ByteOrder.LITTLE_ENDIAN);
    var values = new double[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case "<f4" -> bytes.getFloat();
            case "<f8" -> bytes.getDouble();
            case "<i4" -> bytes.getInt();
            case "<i8" -> bytes.getLong();
            case "|i1" -> bytes.get();
            case "|u1" -> Byte.toUnsignedInt(bytes.get());
            default -> throw new IllegalArgumentException("type " + type);
          };
    }
    return values;
  }

  public double[] values() {
    return values.clone();
  }

  public int size(int axis) {
    return shape[axis];
  }

  /// The numbers from `from` on, as floats.
  public float[] floats(int from, int count) {
    var floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = (float) values[from + i];
    }
    return floats;
  }

  public int[] integers() {
    return Arrays.stream(values).mapToInt(value -> (int) value).toArray();
  }
}
