package voxcrate.engine.onnx;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.Arrays;

/// Integers with a shape, row-major, in memory that the models read without a copy.
///
/// Mutable and not thread-safe.
public final class LongTensor {
  private final LongBuffer values;
  private final long[] shape;

  private LongTensor(LongBuffer values, long[] shape) {
    this.values = values;
    this.shape = shape;
  }

  /// All zeros, in memory that is given back with `arena`.
  public static LongTensor in(Arena arena, long... shape) {
    long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    var bytes = arena.allocate(Math.multiplyExact(count, Long.BYTES), Long.BYTES);
    var buffer = bytes.asByteBuffer().order(ByteOrder.nativeOrder());
    return new LongTensor(buffer.asLongBuffer(), shape.clone());
  }

  public void put(int index, long value) {
    values.put(index, value);
  }

  MemorySegment segment() {
    return MemorySegment.ofBuffer(values.duplicate().rewind());
  }

  long[] shape() {
    return shape.clone();
  }
}
