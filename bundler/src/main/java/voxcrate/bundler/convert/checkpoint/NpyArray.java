package voxcrate.bundler.convert.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// The numbers of a NumPy array, row by row, whichever way they were stored.
public final class NpyArray {
  private final List<Integer> shape;
  private final double[] numbers;

  private NpyArray(List<Integer> shape, double[] numbers) {
    this.shape = shape;
    this.numbers = numbers;
  }

  /// Reads a whole `.npy` file.
  ///
  /// @throws NpyException when it breaks a rule of the format, or holds numbers that are not read
  static NpyArray of(byte[] file) {
    var header = NpyHeader.read(file);
    var dictionary = NpyDictionary.of(header.text());
    int dataBytes = file.length - header.dataOffset();
    var data = ByteBuffer.wrap(file, header.dataOffset(), dataBytes).slice();
    var numbers = numbers(dictionary, data.order(ByteOrder.LITTLE_ENDIAN));
    var shape = dictionary.shape();
    return new NpyArray(shape, dictionary.isFortranOrder() ? rowByRow(numbers, shape) : numbers);
  }

  private static double[] numbers(NpyDictionary dictionary, ByteBuffer data) {
    var type = dictionary.type();
    if (count(dictionary.shape(), data.limit()) * type.bytes() != data.limit()) {
      throw new NpyException(
          data.limit() + " bytes of numbers do not make the shape " + dictionary.shape());
    }
    var numbers = new double[data.limit() / type.bytes()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = type.at(data, i);
    }
    return numbers;
  }

  /// Product of the shape, or something above `most`.
  private static long count(List<Integer> shape, int most) {
    if (shape.contains(0)) {
      return 0;
    }
    long count = 1;
    for (int length : shape) {
      count = Math.min(count * length, most + 1L);
    }
    return count;
  }

  /// From Fortran order, where the first index runs fastest.
  private static double[] rowByRow(double[] stored, List<Integer> shape) {
    var numbers = new double[stored.length];
    var index = new int[shape.size()];
    for (double number : stored) {
      int at = 0;
      for (int axis = 0; axis < index.length; axis++) {
        at = at * shape.get(axis) + index[axis];
      }
      numbers[at] = number;
      for (int axis = 0; axis < index.length && ++index[axis] == shape.get(axis); axis++) {
        index[axis] = 0;
      }
    }
    return numbers;
  }

  /// Lengths of the axes; none for a single number.
  public List<Integer> shape() {
    return shape;
  }

  /// The last index runs fastest.
  public double[] numbers() {
    return numbers.clone();
  }
}
