package voxcrate.engine.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.SymbolLookup;
import java.util.ArrayList;
import voxcrate.machine.NativeLibrary;

/// NVIDIA's driver by its own library. Names and numbers are those of `cuda.h`. Asking takes no
/// memory of a card.
final class CudaDriver {
  /// Comes with the driver, never with a bundle.
  private static final String LIBRARY = "libcuda.so.1";

  private static final int SUCCESS = 0;
  private static final int NO_DEVICE = 100;

  /// `CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR` and `_MINOR`.
  private static final int CAPABILITY_MAJOR = 75;

  private static final int CAPABILITY_MINOR = 76;
  private static final int NAME_BYTES = 256;

  private final NativeLibrary library;

  private CudaDriver(NativeLibrary library) {
    this.library = library;
  }

  /// Asks the driver of this machine.
  @SuppressWarnings("restricted")
  static DriverAnswer ask() {
    try {
      return ask(SymbolLookup.libraryLookup(LIBRARY, Arena.global()));
    } catch (IllegalArgumentException _) {
      // What the look-up throws where there is no such library.
      return new DriverAnswer.Absent();
    }
  }

  static DriverAnswer ask(SymbolLookup symbols) {
    return new CudaDriver(new NativeLibrary(LIBRARY, symbols)).answer();
  }

  private DriverAnswer answer() {
    try (var arena = Arena.ofConfined()) {
      int started = library.call("cuInit", FunctionDescriptor.of(JAVA_INT, JAVA_INT), 0);
      if (started != SUCCESS && started != NO_DEVICE) {
        return new DriverAnswer.Refused("cuInit", started);
      }
      int cuda = number(arena, "cuDriverGetVersion");
      var cards = new ArrayList<CudaCard>();
      int count = started == NO_DEVICE ? 0 : number(arena, "cuDeviceGetCount");
      for (int i = 0; i < count; i++) {
        cards.add(card(arena, i));
      }
      return new DriverAnswer.Cards(cuda, cards);
    } catch (Refusal refusal) {
      return new DriverAnswer.Refused(refusal.function, refusal.status);
    }
  }

  private CudaCard card(Arena arena, int number) {
    var found = arena.allocate(JAVA_INT);
    require(
        "cuDeviceGet",
        library.call(
            "cuDeviceGet", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), found, number));
    int device = found.get(JAVA_INT, 0);
    var name = arena.allocate(NAME_BYTES);
    require(
        "cuDeviceGetName",
        library.call(
            "cuDeviceGetName",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
            name,
            NAME_BYTES,
            device));
    var bytes = arena.allocate(JAVA_LONG);
    require(
        "cuDeviceTotalMem_v2",
        library.call(
            "cuDeviceTotalMem_v2",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
            bytes,
            device));
    return new CudaCard(
        number,
        name.getString(0),
        attribute(arena, CAPABILITY_MAJOR, device),
        attribute(arena, CAPABILITY_MINOR, device),
        bytes.get(JAVA_LONG, 0));
  }

  private int attribute(Arena arena, int attribute, int device) {
    var value = arena.allocate(JAVA_INT);
    require(
        "cuDeviceGetAttribute",
        library.call(
            "cuDeviceGetAttribute",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
            value,
            attribute,
            device));
    return value.get(JAVA_INT, 0);
  }

  private int number(Arena arena, String function) {
    var value = arena.allocate(JAVA_INT);
    require(function, library.call(function, FunctionDescriptor.of(JAVA_INT, ADDRESS), value));
    return value.get(JAVA_INT, 0);
  }

  private static void require(String function, int status) {
    if (status != SUCCESS) {
      throw new Refusal(function, status);
    }
  }

  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String function;
    private final int status;

    private Refusal(String function, int status) {
      super(function + " gives " + status);
      this.function = function;
      this.status = status;
    }
  }
}
