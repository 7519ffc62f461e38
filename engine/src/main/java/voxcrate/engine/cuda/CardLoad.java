package voxcrate.engine.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.Optional;
import java.util.OptionalInt;
import voxcrate.machine.NativeLibrary;

/// How busy a card is, by the management library that comes with the driver. Names and structures
/// are those of `cuda.h` and `nvml.h`. Not thread-safe.
public final class CardLoad implements AutoCloseable {
  private static final String DRIVER = "libcuda.so.1";
  private static final String MANAGEMENT = "libnvidia-ml.so.1";
  private static final int SUCCESS = 0;

  /// `NVML_DEVICE_PCI_BUS_ID_BUFFER_SIZE`.
  private static final int BUS_ID_BYTES = 32;

  private final NativeLibrary management;
  private final Arena arena;
  private final MemorySegment device;

  /// `nvmlUtilization_t`: of the multiprocessors, of the memory.
  private final MemorySegment rates;

  private CardLoad(NativeLibrary management, Arena arena, MemorySegment device) {
    this.management = management;
    this.arena = arena;
    this.device = device;
    this.rates = arena.allocate(MemoryLayout.sequenceLayout(2, JAVA_INT));
  }

  /// @param number of a card as the driver counts them, which is not how the management library
  ///     does
  /// @return empty where it cannot be told
  @SuppressWarnings("restricted")
  public static Optional<CardLoad> of(int number) {
    try {
      return of(
          number,
          SymbolLookup.libraryLookup(DRIVER, Arena.global()),
          SymbolLookup.libraryLookup(MANAGEMENT, Arena.global()));
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // What the look-up throws where there is no such library.
    }
  }

  static Optional<CardLoad> of(int number, SymbolLookup driver, SymbolLookup management) {
    var arena = Arena.ofShared();
    var busId = arena.allocate(BUS_ID_BYTES);
    var library = new NativeLibrary(MANAGEMENT, management);
    var device = arena.allocate(ADDRESS);
    boolean found =
        findBus(new NativeLibrary(DRIVER, driver), arena, number, busId)
            && library.call("nvmlInit_v2", FunctionDescriptor.of(JAVA_INT)) == SUCCESS
            && library.call(
                    "nvmlDeviceGetHandleByPciBusId_v2",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS),
                    busId,
                    device)
                == SUCCESS;
    if (!found) {
      arena.close();
      return Optional.empty();
    }
    return Optional.of(new CardLoad(library, arena, device.get(ADDRESS, 0)));
  }

  private static boolean findBus(
      NativeLibrary driver, Arena arena, int number, MemorySegment busId) {
    var device = arena.allocate(JAVA_INT);
    return driver.call("cuInit", FunctionDescriptor.of(JAVA_INT, JAVA_INT), 0) == SUCCESS
        && driver.call(
                "cuDeviceGet", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), device, number)
            == SUCCESS
        && driver.call(
                "cuDeviceGetPCIBusId",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
                busId,
                BUS_ID_BYTES,
                device.get(JAVA_INT, 0))
            == SUCCESS;
  }

  /// The share of the last moments (a sixth of a second to a second, as the card has it) in which
  /// something was computed, in percent.
  public OptionalInt percent() {
    int status =
        management.call(
            "nvmlDeviceGetUtilizationRates",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS),
            device,
            rates);
    return status == SUCCESS ? OptionalInt.of(rates.get(JAVA_INT, 0)) : OptionalInt.empty();
  }

  @Override
  public void close() {
    management.call("nvmlShutdown", FunctionDescriptor.of(JAVA_INT));
    arena.close();
  }
}
