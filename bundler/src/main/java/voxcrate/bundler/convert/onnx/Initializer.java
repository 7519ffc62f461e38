package voxcrate.bundler.convert.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Constant numbers of a graph: weights, or small integers such as a shape. Owns a copy of neither;
/// whoever made it leaves the array alone.
sealed interface Initializer {
  Value value();

  long byteCount();

  /// Little-endian, as ONNX's `raw_data` wants it.
  void put(ByteBuffer target, int from, int count);

  int elementBytes();

  default int elements() {
    return Math.toIntExact(byteCount() / elementBytes());
  }

  /// Weights.
  final class Floats implements Initializer {
    private final Value value;
    private final float[] numbers;

    Floats(Value value, float[] numbers) {
      this.value = value;
      this.numbers = numbers;
    }

    @Override
    public Value value() {
      return value;
    }

    @Override
    public long byteCount() {
      return (long) numbers.length * Float.BYTES;
    }

    @Override
    public int elementBytes() {
      return Float.BYTES;
    }

    @Override
    public void put(ByteBuffer target, int from, int count) {
      target.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(numbers, from, count);
    }
  }

  /// Shapes and axes.
  final class Wholes implements Initializer {
    private final Value value;
    private final long[] numbers;

    Wholes(Value value, long[] numbers) {
      this.value = value;
      this.numbers = numbers;
    }

    @Override
    public Value value() {
      return value;
    }

    @Override
    public long byteCount() {
      return (long) numbers.length * Long.BYTES;
    }

    @Override
    public int elementBytes() {
      return Long.BYTES;
    }

    @Override
    public void put(ByteBuffer target, int from, int count) {
      target.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(numbers, from, count);
    }
  }
}
