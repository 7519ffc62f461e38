package voxcrate.engine.onnx;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/// Numbers with a shape, row-major, in memory that the models read without a copy: the processor's,
/// or that of a card (see [TensorMemory]).
///
/// Mutable and not thread-safe: a step may fill the same tensor again for its next run.
public final class FloatTensor {
  /// A cache line of the processors that models run on.
  private static final long ALIGNMENT_BYTES = 64;

  private final Floats values;
  private final long[] shape;

  private FloatTensor(Floats values, long[] shape) {
    this.values = values;
    this.shape = shape;
  }

  /// All zeros.
  public static FloatTensor zeros(long... shape) {
    int count = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    var bytes = ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES));
    return wrap(bytes.order(ByteOrder.nativeOrder()).asFloatBuffer(), shape);
  }

  /// All zeros, in memory that is given back with `arena`.
  public static FloatTensor in(Arena arena, long... shape) {
    long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    var bytes = arena.allocate(Math.multiplyExact(count, Float.BYTES), ALIGNMENT_BYTES);
    var buffer = bytes.asByteBuffer().order(ByteOrder.nativeOrder());
    return wrap(buffer.asFloatBuffer(), shape);
  }

  /// Takes over `values` as they are.
  static FloatTensor wrap(FloatBuffer values, long... shape) {
    return of(new HostFloats(values), shape);
  }

  static FloatTensor of(Floats values, long... shape) {
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
    int each = values.count() / size(0);
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
    values.put(index, source, 0, source.length);
  }

  /// Puts `length` numbers of `source`, from `from` on, at `index`.
  public void put(int index, float[] source, int from, int length) {
    values.put(index, source, from, length);
  }

  public void put(int index, float value) {
    values.put(index, new float[] {value}, 0, 1);
  }

  /// Copies `length` numbers of `source`, which may be this tensor and lies in the same memory,
  /// from `from` on to `index`.
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

  /// Whether the processor reads it without asking a card.
  boolean onHost() {
    return values instanceof HostFloats;
  }

  MemorySegment segment() {
    return values.segment();
  }

  FloatBuffer values() {
    return values.buffer();
  }

  long[] shape() {
    return shape.clone();
  }
}
