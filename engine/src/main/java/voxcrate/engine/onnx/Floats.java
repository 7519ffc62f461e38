package voxcrate.engine.onnx;

import java.lang.foreign.MemorySegment;
import java.nio.FloatBuffer;

/// A run of single-precision numbers, somewhere.
sealed interface Floats permits HostFloats, CardFloats {
  int count();

  /// The same memory.
  Floats slice(int from, int count);

  void put(int index, float[] source, int from, int length);

  /// @param source of the same kind; may be this
  void put(int index, Floats source, int from, int length);

  float get(int index);

  void get(int index, float[] target);

  /// All of it, as the runtime is told.
  MemorySegment segment();

  /// In the processor's memory.
  FloatBuffer buffer();
}
