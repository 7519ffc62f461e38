package voxcrate.engine.onnx;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/// Numbers with a shape, row-major, in memory that the models read without a copy.
///
/// Mutable and not thread-safe: a step may fill the same tensor again for its next run.
public final class FloatTensor {
  /// A cache line of the processors that models run on.
  private static final long ALIGNMENT_BYTES = 64;

  private final FloatBuffer values;
  private final long[] shape;

  private FloatTensor(FloatBuffer values, long[] shape) {
    this.values = values;
    this.shape = shape;
  }

  /// All zeros.
  public static FloatTensor zeros(long... shape) {
    int count = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    var bytes = ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES));
    return new FloatTensor(bytes.order(ByteOrder.nativeOrder()).asFloatBuffer(), shape.clone());
  }

  /// All zeros, in memory that is given back with `arena`.
  public static FloatTensor in(Arena arena, long... shape) {
    long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    var bytes = arena.allocate(Math.multiplyExact(count, Float.BYTES), ALIGNMENT_BYTES);
    var buffer = bytes.asByteBuffer().order(ByteOrder.nativeOrder());
    return new FloatTensor(buffer.asFloatBuffer(), shape.clone());
  }

  /// Takes over `values` as they are.
  static FloatTensor wrap(FloatBuffer values, long... shape) {
    return new FloatTensor(values, shape.clone());
  }

  /// The first `count` entries along the first axis: the same memory, seen as a smaller tensor.
  public FloatTensor first(int count) {
    return part(0, count);
  }

  /// `count` entries along the first axis, from `from` on: the same memory.
  public FloatTensor part(int from, int count) {
    var part = shape.clone();
    part[0] = count;
    int each = values.capacity() / size(0);
    return new FloatTensor(values.slice(from * each, count * each), part);
  }

  public int size(int axis) {
    return Math.toIntExact(shape[axis]);
  }

  public int rank() {
    return shape.length;
  }

  /// Puts `source` at `index`, counted over the flattened numbers.
  public void put(int index, float[] source) {
    values.put(index, source);
  }

  /// Puts `length` numbers of `source`, from `from` on, at `index`.
  public void put(int index, float[] source, int from, int length) {
    values.put(index, source, from, length);
  }

  public void put(int index, float value) {
    values.put(index, value);
  }

  /// Copies `length` numbers of `source`, which may be this tensor, from `from` on to `index`.
  public void put(int index, FloatTensor source, int from, int length) {
    values.put(index, source.values, from, length);
  }

  public float get(int index) {
    return values.get(index);
  }

  /// Copies numbers out, from `index` of the flattened numbers on.
  public void get(int index, float[] target) {
    values.get(index, target);
  }

  FloatBuffer values() {
    return values.duplicate().rewind();
  }

  long[] shape() {
    return shape.clone();
  }
}
