package voxcrate.installer.machine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import voxcrate.machine.CudaSupport;
import voxcrate.machine.NativeLibrary;

/// NVIDIA's management library, which comes with every driver and needs no CUDA. Function names and
/// structures are those of `nvml.h`.
final class Nvml {
  private static final String LIBRARY = "libnvidia-ml.so.1";
  private static final int TEXT_BYTES = 96;
  private static final int SUCCESS = 0;

  /// Codes that people meet, from `nvmlReturn_t`.
  private static final int DRIVER_NOT_LOADED = 9;

  private static final int NO_PERMISSION = 4;
  private static final int LIB_RM_VERSION_MISMATCH = 18;

  /// `NVML_CLOCK_SM` and `NVML_TEMPERATURE_GPU`.
  private static final int MULTIPROCESSORS = 1;

  private static final int CHIP = 0;

  /// What the list of processes gives where there are any and no room for them was brought.
  private static final int INSUFFICIENT_SIZE = 7;

  /// Bits of `nvmlClocksEventReasons` that are somebody's fault.
  private static final Map<Long, String> SLOWED =
      new TreeMap<>(
          Map.of(
              0x04L, "its power limit",
              0x08L, "its hardware, for heat or power",
              0x20L, "heat",
              0x40L, "heat, by its hardware",
              0x80L, "the power supply"));

  private final NativeLibrary library;
  private final Arena arena;

  private Nvml(NativeLibrary library, Arena arena) {
    this.library = library;
    this.arena = arena;
  }

  /// @return empty where there is no such library
  @SuppressWarnings("restricted")
  static Optional<Graphics> ask() {
    try (var arena = Arena.ofConfined()) {
      return Optional.of(ask(SymbolLookup.libraryLookup(LIBRARY, arena), arena));
    } catch (IllegalArgumentException e) {
      // What the look-up throws where the library is missing.
      return Optional.empty();
    }
  }

  static Graphics ask(SymbolLookup library, Arena arena) {
    return new Nvml(new NativeLibrary(LIBRARY, library), arena).graphics();
  }

  private Graphics graphics() {
    int started = call("nvmlInit_v2", FunctionDescriptor.of(JAVA_INT));
    if (started != SUCCESS) {
      return new Graphics.Unusable(reason(started));
    }
    try {
      var cards = new ArrayList<Graphics.Card>();
      int count = integer("nvmlDeviceGetCount_v2");
      for (int i = 0; i < count; i++) {
        device(i).map(this::card).ifPresent(cards::add);
      }
      if (cards.isEmpty()) {
        return new Graphics.Unusable("the driver is loaded and shows this user no card");
      }
      int cuda = integer("nvmlSystemGetCudaDriverVersion_v2");
      return new Graphics.Usable(
          text("nvmlSystemGetDriverVersion"),
          CudaSupport.version(cuda),
          "NVML",
          List.copyOf(cards));
    } finally {
      call("nvmlShutdown", FunctionDescriptor.of(JAVA_INT));
    }
  }

  static String reason(int code) {
    return switch (code) {
      case DRIVER_NOT_LOADED -> "the driver's kernel module is not loaded";
      case NO_PERMISSION -> "this user has no right to use the driver";
      case LIB_RM_VERSION_MISMATCH ->
          "the driver's library and its kernel module are of different versions";
      default -> "the driver's library gives error " + code;
    };
  }

  private Optional<MemorySegment> device(int index) {
    var device = arena.allocate(ADDRESS);
    int status =
        call(
            "nvmlDeviceGetHandleByIndex_v2",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS),
            index,
            device);
    return status == SUCCESS ? Optional.of(device.get(ADDRESS, 0)) : Optional.empty();
  }

  private Graphics.Card card(MemorySegment device) {
    var name = arena.allocate(TEXT_BYTES);
    call(
        "nvmlDeviceGetName",
        FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT),
        device,
        name,
        TEXT_BYTES);
    // nvmlMemory_t: total, free, used.
    var memory = arena.allocate(MemoryLayout.sequenceLayout(3, JAVA_LONG));
    call("nvmlDeviceGetMemoryInfo", twoPointers(), device, memory);
    var major = arena.allocate(JAVA_INT);
    var minor = arena.allocate(JAVA_INT);
    call("nvmlDeviceGetCudaComputeCapability", threePointers(), device, major, minor);
    var mig = arena.allocate(JAVA_INT);
    var pending = arena.allocate(JAVA_INT);
    int known = call("nvmlDeviceGetMigMode", threePointers(), device, mig, pending);
    return new Graphics.Card(
        name.getString(0),
        major.get(JAVA_INT, 0) + "." + minor.get(JAVA_INT, 0),
        memory.getAtIndex(JAVA_LONG, 0),
        memory.getAtIndex(JAVA_LONG, 1),
        known == SUCCESS && mig.get(JAVA_INT, 0) == 1,
        use(device));
  }

  private Optional<Graphics.Use> use(MemorySegment device) {
    var now = arena.allocate(JAVA_INT);
    var most = arena.allocate(JAVA_INT);
    var celsius = arena.allocate(JAVA_INT);
    var reasons = arena.allocate(JAVA_LONG);
    var processes = arena.allocate(JAVA_INT);
    boolean told =
        call("nvmlDeviceGetClockInfo", ofKind(), device, MULTIPROCESSORS, now) == SUCCESS
            && call("nvmlDeviceGetMaxClockInfo", ofKind(), device, MULTIPROCESSORS, most) == SUCCESS
            && call("nvmlDeviceGetTemperature", ofKind(), device, CHIP, celsius) == SUCCESS
            && call("nvmlDeviceGetCurrentClocksThrottleReasons", twoPointers(), device, reasons)
                == SUCCESS;
    int listed =
        call(
            "nvmlDeviceGetComputeRunningProcesses_v3",
            threePointers(),
            device,
            processes,
            MemorySegment.NULL);
    if (!told || (listed != SUCCESS && listed != INSUFFICIENT_SIZE)) {
      return Optional.empty();
    }
    long bits = reasons.get(JAVA_LONG, 0);
    return Optional.of(
        new Graphics.Use(
            now.get(JAVA_INT, 0),
            most.get(JAVA_INT, 0),
            celsius.get(JAVA_INT, 0),
            SLOWED.entrySet().stream()
                .filter(reason -> (bits & reason.getKey()) != 0)
                .map(Map.Entry::getValue)
                .toList(),
            processes.get(JAVA_INT, 0)));
  }

  private static FunctionDescriptor ofKind() {
    return FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
  }

  private static FunctionDescriptor twoPointers() {
    return FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);
  }

  private static FunctionDescriptor threePointers() {
    return FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
  }

  private int integer(String function) {
    var value = arena.allocate(JAVA_INT);
    int status = call(function, FunctionDescriptor.of(JAVA_INT, ADDRESS), value);
    return status == SUCCESS ? value.get(JAVA_INT, 0) : 0;
  }

  private String text(String function) {
    var text = arena.allocate(TEXT_BYTES);
    call(function, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), text, TEXT_BYTES);
    return text.getString(0);
  }

  /// @return the function's status; that of an unknown function where an old driver lacks it
  private int call(String function, FunctionDescriptor shape, Object... arguments) {
    return library.call(function, shape, arguments);
  }
}
