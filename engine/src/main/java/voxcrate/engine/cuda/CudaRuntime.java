package voxcrate.engine.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import voxcrate.machine.NativeLibrary;
import voxcrate.progress.ByteCount;

/// Memory of NVIDIA's cards, by CUDA's runtime library. Names and numbers are those of
/// `cuda_runtime_api.h`. Calls may come from several threads.
public final class CudaRuntime {
  private static final int SUCCESS = 0;

  /// `cudaErrorMemoryAllocation`.
  private static final int NO_MEMORY = 2;

  /// `cudaMemcpyDefault`: where the memories lie is told by their addresses.
  private static final int BY_ADDRESS = 4;

  private final NativeLibrary library;

  CudaRuntime(SymbolLookup symbols) {
    this.library = new NativeLibrary("libcudart.so.12", symbols);
  }

  /// Of the libraries that [CudaLibraries] has loaded.
  public static CudaRuntime loaded() {
    return new CudaRuntime(CudaLibraries.symbols());
  }

  /// What is free of a card, in bytes.
  public record Room(long free, long total) {}

  public Room room(int device) {
    select(device);
    try (var arena = Arena.ofConfined()) {
      var free = arena.allocate(JAVA_LONG);
      var total = arena.allocate(JAVA_LONG);
      require("cudaMemGetInfo", call("cudaMemGetInfo", shape(ADDRESS, ADDRESS), free, total));
      return new Room(free.get(JAVA_LONG, 0), total.get(JAVA_LONG, 0));
    }
  }

  /// All zeros, until [#free].
  ///
  /// @throws voxcrate.problem.ToolException when there is not as much: `CARD_MEMORY`
  public MemorySegment allocate(int device, long bytes) {
    select(device);
    try (var arena = Arena.ofConfined()) {
      var result = arena.allocate(ADDRESS);
      int status = call("cudaMalloc", shape(ADDRESS, JAVA_LONG), result, bytes);
      if (status == NO_MEMORY) {
        throw CudaProblem.tooLittleMemory(
            device, ByteCount.text(bytes) + " were asked for", room(device));
      }
      require("cudaMalloc", status);
      var memory = result.get(ADDRESS, 0).reinterpret(bytes);
      require(
          "cudaMemset", call("cudaMemset", shape(ADDRESS, JAVA_INT, JAVA_LONG), memory, 0, bytes));
      return memory;
    }
  }

  public void free(int device, MemorySegment memory) {
    select(device);
    require("cudaFree", call("cudaFree", shape(ADDRESS), memory));
  }

  /// From any memory to any other; both may be the processor's or a card's. Returns when the bytes
  /// are there.
  public void copy(int device, MemorySegment source, MemorySegment target, long bytes) {
    select(device);
    require(
        "cudaMemcpy",
        call(
            "cudaMemcpy",
            shape(ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT),
            target,
            source,
            bytes,
            BY_ADDRESS));
    // Copies within a card are only begun, and the inference runtime's streams do not wait for
    // them.
    require("cudaDeviceSynchronize", call("cudaDeviceSynchronize", shape()));
  }

  /// Each thread has its own.
  private void select(int device) {
    require("cudaSetDevice", call("cudaSetDevice", shape(JAVA_INT), device));
  }

  private int call(String function, FunctionDescriptor shape, Object... arguments) {
    return library.call(function, shape, arguments);
  }

  private static FunctionDescriptor shape(MemoryLayout... arguments) {
    return FunctionDescriptor.of(JAVA_INT, arguments);
  }

  private static void require(String function, int status) {
    if (status != SUCCESS) {
      throw new IllegalStateException(function + " gives error " + status + " of CUDA");
    }
  }
}
