package voxcrate.engine.onnx;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import voxcrate.engine.cuda.CudaRuntime;

/// Memory for tensors that stay where a graph computes. All of it is given back when this is
/// closed; tensors in it are not to be used any more then.
public sealed interface TensorMemory extends AutoCloseable {
  /// All zeros.
  FloatTensor floats(long... shape);

  @Override
  void close();

  /// The processor's.
  static TensorMemory ofHost() {
    return new Host(Arena.ofShared());
  }

  /// A card's.
  static TensorMemory ofCard(CudaRuntime runtime, int device) {
    return new Card(runtime, device, new ArrayList<>());
  }

  /// Memory of the processor.
  record Host(Arena arena) implements TensorMemory {
    @Override
    public FloatTensor floats(long... shape) {
      return FloatTensor.in(arena, shape);
    }

    @Override
    public void close() {
      arena.close();
    }
  }

  /// Memory of a card.
  ///
  /// @param allotted what is to be given back
  record Card(CudaRuntime runtime, int device, List<MemorySegment> allotted)
      implements TensorMemory {
    /// @throws voxcrate.problem.ToolException when there is not as much: `CARD_MEMORY`
    @Override
    public FloatTensor floats(long... shape) {
      long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
      var memory = runtime.allocate(device, Math.multiplyExact(count, Float.BYTES));
      allotted.add(memory);
      return FloatTensor.of(new CardFloats(runtime, device, memory), shape);
    }

    @Override
    public void close() {
      allotted.forEach(memory -> runtime.free(device, memory));
      allotted.clear();
    }
  }
}
