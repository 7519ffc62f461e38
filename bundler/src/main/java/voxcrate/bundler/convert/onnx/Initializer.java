package voxcrate.bundler.convert.onnx;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;

/// Constant numbers of a graph: weights, or small integers such as a shape. Owns a copy of none;
/// whoever made it leaves the array alone.
sealed interface Initializer {
  int BUFFER_BYTES = 1 << 16;

  Value value();

  /// Numbers that are part of the graph's own file.
  sealed interface Embedded extends Initializer {
    long byteCount();

    /// Little-endian, as ONNX's `raw_data` wants it.
    void writeTo(OutputStream out) throws IOException;
  }

  /// Numbers that stay where they are: row-major, little-endian, in a file that will lie beside the
  /// graph under its own name.
  record External(Value value, Path file, long offset, long length) implements Initializer {}

  /// Weights in single or half precision, asked for when they are written and forgotten again: a
  /// graph of any size costs the memory of its largest tensor.
  record Floats(Value value, int count, Supplier<float[]> source) implements Embedded {
    private static final int AT_ONCE = BUFFER_BYTES / Float.BYTES;

    @Override
    public long byteCount() {
      return (long) count * value.kind().bytes;
    }

    /// @throws IllegalStateException when the source gives another number of weights than it said
    @Override
    public void writeTo(OutputStream out) throws IOException {
      var numbers = source.get();
      if (numbers.length != count) {
        throw new IllegalStateException(value.name() + " has " + numbers.length + " weights");
      }
      var buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (int from = 0; from < count; from += AT_ONCE) {
        int part = Math.min(AT_ONCE, count - from);
        put(numbers, from, part, buffer);
        out.write(buffer.array(), 0, part * value.kind().bytes);
      }
    }

    private void put(float[] numbers, int from, int part, ByteBuffer buffer) {
      if (value.kind() == Value.Kind.FLOAT) {
        buffer.asFloatBuffer().put(numbers, from, part);
        return;
      }
      var halves = buffer.asShortBuffer();
      for (int i = from; i < from + part; i++) {
        halves.put(Float.floatToFloat16(numbers[i]));
      }
    }
  }

  /// Numbers of 8 bits, asked for like [Floats].
  record Codes(Value value, int count, Supplier<byte[]> source) implements Embedded {
    @Override
    public long byteCount() {
      return count;
    }

    /// @throws IllegalStateException when the source gives another number of codes than it said
    @Override
    public void writeTo(OutputStream out) throws IOException {
      var numbers = source.get();
      if (numbers.length != count) {
        throw new IllegalStateException(value.name() + " has " + numbers.length + " codes");
      }
      out.write(numbers);
    }
  }

  /// Shapes, axes, and sums of products of codes.
  final class Wholes implements Embedded {
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
      return (long) numbers.length * value.kind().bytes;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      var buffer = ByteBuffer.allocate(Math.toIntExact(byteCount())).order(ByteOrder.LITTLE_ENDIAN);
      if (value.kind() == Value.Kind.INT64) {
        buffer.asLongBuffer().put(numbers);
      } else {
        Arrays.stream(numbers).mapToInt(Math::toIntExact).forEach(buffer::putInt);
      }
      out.write(buffer.array());
    }
  }
}
