package voxcrate.engine.onnx;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import ai.onnxruntime.OrtSession;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What ONNX Runtime's C API has and its Java API lacks: binding of a session's inputs and outputs,
/// which alone leaves tensors in the memory of a device (ADR 29).
///
/// The functions are entries of `OrtApi` in `onnxruntime_c_api.h`. Entries are only ever appended,
/// so their numbers hold for every later version. There is one of this in a process, once the Java
/// API has loaded the native library.
final class RuntimeApi {
  /// `ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT`.
  static final int FLOAT = 1;

  /// `ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64`.
  static final int INT64 = 7;

  /// `OrtDeviceAllocator`: memory as it was allotted, no arena.
  private static final int DEVICE_ALLOCATOR = 0;

  /// `OrtMemTypeDefault`.
  private static final int DEFAULT_MEMORY = 0;

  private static final int ENTRIES = 143;

  private static @Nullable RuntimeApi instance;

  /// @param name that the runtime has for this kind of memory
  private record Place(String name, int device) {}

  private final Map<Place, MemorySegment> places = new HashMap<>();

  private final MethodHandle errorMessage;
  private final MethodHandle createTensor;
  private final MethodHandle createMemoryInfo;
  private final MethodHandle releaseStatus;
  private final MethodHandle releaseValue;
  private final MethodHandle runWithBinding;
  private final MethodHandle createBinding;
  private final MethodHandle releaseBinding;
  private final MethodHandle bindInput;
  private final MethodHandle bindOutput;
  private final MethodHandle clearOutputs;

  private RuntimeApi(MemorySegment table) {
    var bind = FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    var release = FunctionDescriptor.ofVoid(ADDRESS);
    this.errorMessage = entry(table, 2, FunctionDescriptor.of(ADDRESS, ADDRESS));
    this.createTensor =
        entry(
            table,
            49,
            FunctionDescriptor.of(
                ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS));
    this.createMemoryInfo =
        entry(
            table,
            68,
            FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    this.releaseStatus = entry(table, 93, release);
    this.releaseValue = entry(table, 96, release);
    this.runWithBinding = entry(table, 133, bind);
    this.createBinding = entry(table, 134, FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
    this.releaseBinding = entry(table, 135, release);
    this.bindInput = entry(table, 136, bind);
    this.bindOutput = entry(table, 137, bind);
    this.clearOutputs = entry(table, 142, release);
  }

  private static MethodHandle entry(MemorySegment table, int number, FunctionDescriptor shape) {
    return Linker.nativeLinker().downcallHandle(table.getAtIndex(ADDRESS, number), shape);
  }

  static synchronized RuntimeApi get() {
    if (instance == null) {
      var table =
          MemorySegment.ofAddress(number("ai.onnxruntime.OnnxRuntime", "ortApiHandle", null));
      instance =
          new RuntimeApi(
              table.reinterpret(MemoryLayout.sequenceLayout(ENTRIES, ADDRESS).byteSize()));
    }
    return instance;
  }

  /// The native side of a session, which the Java API keeps to itself.
  static MemorySegment handle(OrtSession session) {
    return MemorySegment.ofAddress(number(OrtSession.class.getName(), "nativeHandle", session));
  }

  private static long number(String type, String field, @Nullable Object owner) {
    try {
      var found = Class.forName(type).getDeclaredField(field);
      found.setAccessible(true);
      return found.getLong(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("ONNX Runtime's Java API is another than was built with", e);
    }
  }

  /// How the runtime is told that memory is the processor's.
  MemorySegment host() {
    return memoryInfo(new Place("Cpu", 0));
  }

  /// How the runtime is told that memory is that of the card which `target` computes on.
  MemorySegment card(ExecutionTarget target) {
    return switch (target) {
      case ExecutionTarget.Cpu _ -> host();
      case ExecutionTarget.Cuda(int device) -> memoryInfo(new Place("Cuda", device));
    };
  }

  /// Made once for each place, and kept.
  private synchronized MemorySegment memoryInfo(Place place) {
    return places.computeIfAbsent(place, this::created);
  }

  private MemorySegment created(Place place) {
    try (var arena = Arena.ofConfined()) {
      var result = arena.allocate(ADDRESS);
      check(
          (MemorySegment)
              createMemoryInfo.invokeExact(
                  arena.allocateFrom(place.name),
                  DEVICE_ALLOCATOR,
                  place.device,
                  DEFAULT_MEMORY,
                  result));
      return result.get(ADDRESS, 0);
    } catch (Throwable e) {
      throw thrown(e);
    }
  }

  /// A tensor over memory that stays the caller's; to be released.
  ///
  /// @param type of the elements, one of the constants here
  MemorySegment tensor(MemorySegment memoryInfo, MemorySegment data, int type, long[] shape) {
    try (var arena = Arena.ofConfined()) {
      var result = arena.allocate(ADDRESS);
      check(
          (MemorySegment)
              createTensor.invokeExact(
                  memoryInfo,
                  data,
                  data.byteSize(),
                  arena.allocateFrom(JAVA_LONG, shape),
                  (long) shape.length,
                  type,
                  result));
      return result.get(ADDRESS, 0);
    } catch (Throwable e) {
      throw thrown(e);
    }
  }

  void releaseTensor(MemorySegment tensor) {
    try {
      releaseValue.invokeExact(tensor);
    } catch (Throwable e) {
      throw thrown(e);
    }
  }

  /// What a session reads and writes; to be released.
  MemorySegment binding(MemorySegment session) {
    try (var arena = Arena.ofConfined()) {
      var result = arena.allocate(ADDRESS);
      check((MemorySegment) createBinding.invokeExact(session, result));
      return result.get(ADDRESS, 0);
    } catch (Throwable e) {
      throw thrown(e);
    }
  }

  void releaseBinding(MemorySegment binding) {
    try {
      releaseBinding.invokeExact(binding);
    } catch (Throwable e) {
      throw thrown(e);
    }
  }

  /// In place of what was bound by that name. A tensor of another memory than the session computes
  /// in is copied now.
  void bindInput(MemorySegment binding, MemorySegment name, MemorySegment tensor) {
    try {
      check((MemorySegment) bindInput.invokeExact(binding, name, tensor));
    } catch (Throwable e) {
      throw thrown(e);
    }
  }

  /// In place of what was bound by that name.
  void bindOutput(MemorySegment binding, MemorySegment name, MemorySegment tensor) {
    try {
      check((MemorySegment) bindOutput.invokeExact(binding, name, tensor));
    } catch (Throwable e) {
      throw thrown(e);
    }
  }

  void clearOutputs(MemorySegment binding) {
    try {
      clearOutputs.invokeExact(binding);
    } catch (Throwable e) {
      throw thrown(e);
    }
  }

  /// Returns when the results are there.
  void run(MemorySegment session, MemorySegment binding) {
    try {
      check((MemorySegment) runWithBinding.invokeExact(session, MemorySegment.NULL, binding));
    } catch (Throwable e) {
      throw thrown(e);
    }
  }

  /// A status is nothing where all went well.
  private void check(MemorySegment status) throws Throwable {
    if (status.address() == 0) {
      return;
    }
    try {
      var text = (MemorySegment) errorMessage.invokeExact(status);
      throw new RuntimeApiException(text.reinterpret(Long.MAX_VALUE).getString(0));
    } finally {
      releaseStatus.invokeExact(status);
    }
  }

  private static RuntimeException thrown(Throwable failure) {
    return switch (failure) {
      case Error error -> throw error;
      case RuntimeException exception -> exception;
      default -> new IllegalStateException(failure);
    };
  }
}
