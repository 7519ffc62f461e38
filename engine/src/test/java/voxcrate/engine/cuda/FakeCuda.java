package voxcrate.engine.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A driver and a runtime library of NVIDIA as their headers describe them, with cards of the
/// test's choice, behind native functions as the real ones are. A card's memory is the processor's,
/// and only as large as the card.
@SuppressWarnings("UnusedMethod") // Called by their names.
public final class FakeCuda implements SymbolLookup {
  private static final int SUCCESS = 0;
  private static final int INVALID_VALUE = 1;
  private static final int OUT_OF_MEMORY = 2;
  private static final int INVALID_DEVICE = 101;
  private static final String BUS = "00000000:4B:00.";

  private final Arena stubs = Arena.ofAuto();
  private final Map<String, MemorySegment> functions = new HashMap<>();
  private final Map<Long, Arena> allotted = new HashMap<>();
  private final List<CudaCard> cards;
  private int initStatus;
  private int cuda = 12_080;
  private long free;
  private long copied;
  private int managed;

  public FakeCuda(CudaCard... cards) {
    this.cards = List.of(cards);
    this.free = cards.length == 0 ? 0 : cards[0].bytes();
    stub("cuInit", JAVA_INT);
    stub("cuDriverGetVersion", ADDRESS);
    stub("cuDeviceGetCount", ADDRESS);
    stub("cuDeviceGet", ADDRESS, JAVA_INT);
    stub("cuDeviceGetName", ADDRESS, JAVA_INT, JAVA_INT);
    stub("cuDeviceTotalMem_v2", ADDRESS, JAVA_INT);
    stub("cuDeviceGetAttribute", ADDRESS, JAVA_INT, JAVA_INT);
    stub("cudaSetDevice", JAVA_INT);
    stub("cudaMemGetInfo", ADDRESS, ADDRESS);
    stub("cudaMalloc", ADDRESS, JAVA_LONG);
    stub("cudaMemset", ADDRESS, JAVA_INT, JAVA_LONG);
    stub("cudaFree", ADDRESS);
    stub("cudaMemcpy", ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT);
    stub("cudaDeviceSynchronize");
    stub("cuDeviceGetPCIBusId", ADDRESS, JAVA_INT, JAVA_INT);
    stub("nvmlInit_v2");
    stub("nvmlDeviceGetHandleByPciBusId_v2", ADDRESS, ADDRESS);
    stub("nvmlDeviceGetUtilizationRates", ADDRESS, ADDRESS);
    stub("nvmlShutdown");
  }

  /// What the driver says to its first call.
  public FakeCuda refusing(int status) {
    initStatus = status;
    return this;
  }

  /// @param version as the driver tells it, 11080 for 11.8
  public FakeCuda serving(int version) {
    cuda = version;
    return this;
  }

  public FakeCuda without(String function) {
    functions.remove(function);
    return this;
  }

  public CudaRuntime runtime() {
    return new CudaRuntime(this);
  }

  /// Bytes that are not given back.
  public int allotted() {
    return allotted.size();
  }

  /// Openings of the management library that are not closed.
  public int managed() {
    return managed;
  }

  public long copied() {
    return copied;
  }

  @Override
  public Optional<MemorySegment> find(String name) {
    return Optional.ofNullable(functions.get(name));
  }

  @SuppressWarnings("restricted")
  private void stub(String name, MemoryLayout... arguments) {
    var shape = FunctionDescriptor.of(JAVA_INT, arguments);
    try {
      var method =
          MethodHandles.lookup().findVirtual(FakeCuda.class, name, type(shape)).bindTo(this);
      functions.put(name, Linker.nativeLinker().upcallStub(method, shape, stubs));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static MethodType type(FunctionDescriptor shape) {
    return shape.toMethodType();
  }

  private int cuInit(int flags) {
    return flags == 0 ? initStatus : INVALID_VALUE;
  }

  private int cuDriverGetVersion(MemorySegment version) {
    return put(version, cuda);
  }

  private int cuDeviceGetCount(MemorySegment count) {
    return put(count, cards.size());
  }

  private int cuDeviceGet(MemorySegment device, int number) {
    return number < cards.size() ? put(device, number) : INVALID_DEVICE;
  }

  private int cuDeviceGetName(MemorySegment name, int bytes, int device) {
    name.reinterpret(bytes).setString(0, cards.get(device).name(), StandardCharsets.UTF_8);
    return SUCCESS;
  }

  private int cuDeviceTotalMem_v2(MemorySegment bytes, int device) {
    bytes.reinterpret(Long.BYTES).set(JAVA_LONG, 0, cards.get(device).bytes());
    return SUCCESS;
  }

  private int cuDeviceGetAttribute(MemorySegment value, int attribute, int device) {
    var card = cards.get(device);
    return switch (attribute) {
      case 75 -> put(value, card.major());
      case 76 -> put(value, card.minor());
      default -> INVALID_VALUE;
    };
  }

  private int cudaSetDevice(int device) {
    return device < cards.size() ? SUCCESS : INVALID_DEVICE;
  }

  private int cudaMemGetInfo(MemorySegment free, MemorySegment total) {
    free.reinterpret(Long.BYTES).set(JAVA_LONG, 0, this.free);
    total.reinterpret(Long.BYTES).set(JAVA_LONG, 0, cards.getFirst().bytes());
    return SUCCESS;
  }

  private int cudaMalloc(MemorySegment result, long bytes) {
    if (bytes > free) {
      return OUT_OF_MEMORY;
    }
    free -= bytes;
    var arena = Arena.ofShared();
    var memory = arena.allocate(bytes, 256);
    memory.fill((byte) 0xff); // what a card has is not zero
    allotted.put(memory.address(), arena);
    result.reinterpret(ADDRESS.byteSize()).set(ADDRESS, 0, memory);
    return SUCCESS;
  }

  private int cudaMemset(MemorySegment memory, int value, long bytes) {
    memory.reinterpret(bytes).fill((byte) value);
    return SUCCESS;
  }

  private int cudaFree(MemorySegment memory) {
    var arena = allotted.remove(memory.address());
    if (arena == null) {
      return INVALID_VALUE;
    }
    arena.close();
    return SUCCESS;
  }

  private int cudaMemcpy(MemorySegment target, MemorySegment source, long bytes, int kind) {
    copied += bytes;
    target.reinterpret(bytes).copyFrom(source.reinterpret(bytes));
    return kind == 4 ? SUCCESS : INVALID_VALUE;
  }

  private int cudaDeviceSynchronize() {
    return SUCCESS;
  }

  private int cuDeviceGetPCIBusId(MemorySegment id, int bytes, int device) {
    id.reinterpret(bytes).setString(0, BUS + device);
    return SUCCESS;
  }

  private int nvmlInit_v2() {
    managed++;
    return SUCCESS;
  }

  /// The management library counts cards the other way round, and from 1.
  private int nvmlDeviceGetHandleByPciBusId_v2(MemorySegment busId, MemorySegment handle) {
    var id = busId.reinterpret(BUS.length() + 2L).getString(0);
    int device = Integer.parseInt(id.substring(BUS.length()));
    handle
        .reinterpret(ADDRESS.byteSize())
        .set(ADDRESS, 0, MemorySegment.ofAddress(cards.size() - device));
    return SUCCESS;
  }

  /// As busy as ten times its number.
  private int nvmlDeviceGetUtilizationRates(MemorySegment handle, MemorySegment rates) {
    rates.reinterpret(2L * Integer.BYTES).setAtIndex(JAVA_INT, 1, 99);
    return put(rates, 10 * (int) handle.address());
  }

  private int nvmlShutdown() {
    managed--;
    return SUCCESS;
  }

  private static int put(MemorySegment place, int value) {
    place.reinterpret(Integer.BYTES).set(JAVA_INT, 0, value);
    return SUCCESS;
  }
}
