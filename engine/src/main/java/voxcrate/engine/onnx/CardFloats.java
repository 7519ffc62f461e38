package voxcrate.engine.onnx;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.FloatBuffer;
import voxcrate.engine.cuda.CudaRuntime;

/// Numbers in the memory of a card. Single ones are slow to come by.
record CardFloats(CudaRuntime runtime, int device, MemorySegment segment) implements Floats {
  @Override
  public int count() {
    return Math.toIntExact(segment.byteSize() / Float.BYTES);
  }

  @Override
  public Floats slice(int from, int count) {
    return new CardFloats(runtime, device, part(from, count));
  }

  @Override
  public void put(int index, float[] source, int from, int length) {
    try (var arena = Arena.ofConfined()) {
      var passed = arena.allocate(JAVA_FLOAT, length);
      MemorySegment.copy(source, from, passed, JAVA_FLOAT, 0, length);
      runtime.copy(device, passed, part(index, length), passed.byteSize());
    }
  }

  @Override
  public void put(int index, Floats source, int from, int length) {
    var part = source.segment().asSlice(bytes(from), bytes(length));
    runtime.copy(device, part, part(index, length), part.byteSize());
  }

  @Override
  public float get(int index) {
    var one = new float[1];
    get(index, one);
    return one[0];
  }

  @Override
  public void get(int index, float[] target) {
    try (var arena = Arena.ofConfined()) {
      var passed = arena.allocate(JAVA_FLOAT, target.length);
      runtime.copy(device, part(index, target.length), passed, passed.byteSize());
      MemorySegment.copy(passed, JAVA_FLOAT, 0, target, 0, target.length);
    }
  }

  @Override
  public FloatBuffer buffer() {
    throw new IllegalStateException("these numbers lie on a card");
  }

  private MemorySegment part(int from, int count) {
    return segment.asSlice(bytes(from), bytes(count));
  }

  private static long bytes(int count) {
    return (long) count * Float.BYTES;
  }
}
