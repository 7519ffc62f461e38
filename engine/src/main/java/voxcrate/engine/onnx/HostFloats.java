package voxcrate.engine.onnx;

import java.lang.foreign.MemorySegment;
import java.nio.FloatBuffer;

/// Numbers in the processor's memory.
record HostFloats(FloatBuffer values) implements Floats {
  @Override
  public int count() {
    return values.capacity();
  }

  @Override
  public Floats slice(int from, int count) {
    return new HostFloats(values.slice(from, count));
  }

  @Override
  public void put(int index, float[] source, int from, int length) {
    values.put(index, source, from, length);
  }

  @Override
  public void put(int index, Floats source, int from, int length) {
    values.put(index, source.buffer(), from, length);
  }

  @Override
  public float get(int index) {
    return values.get(index);
  }

  @Override
  public void get(int index, float[] target) {
    values.get(index, target);
  }

  @Override
  public MemorySegment segment() {
    return MemorySegment.ofBuffer(buffer());
  }

  @Override
  public FloatBuffer buffer() {
    return values.duplicate().rewind();
  }
}
