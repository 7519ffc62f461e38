package voxcrate.installer.machine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// NVIDIA's management library as `nvml.h` has it, by a stand-in of native functions.
final class NvmlTest {
  private static final int SUCCESS = 0;
  private static final int INSUFFICIENT_SIZE = 7;
  private static final int LIB_RM_VERSION_MISMATCH = 18;

  private final Arena arena = Arena.ofAuto();

  @Test
  void card_is_told_with_how_it_fares() {
    assertThat(Nvml.ask(new Library(SUCCESS, 0x1 | 0x40 | 0x4), arena))
        .isEqualTo(
            new Graphics.Usable(
                "570.1",
                "12.8",
                "NVML",
                List.of(
                    new Graphics.Card(
                        "Stand-in",
                        "9.0",
                        1000,
                        400,
                        false,
                        Optional.of(
                            new Graphics.Use(
                                1200,
                                1980,
                                84,
                                List.of("its power limit", "heat, by its hardware"),
                                3))))));
  }

  @Test
  void library_of_another_version_than_the_kernels_is_said() {
    assertThat(Nvml.ask(new Library(LIB_RM_VERSION_MISMATCH, 0), arena))
        .isInstanceOfSatisfying(
            Graphics.Unusable.class,
            answer -> assertThat(answer.reason()).contains("different versions"));
  }

  @Test
  void old_library_tells_what_it_can() {
    var library = new Library(SUCCESS, 0);
    library.functions.remove("nvmlDeviceGetComputeRunningProcesses_v3");

    assertThat(Nvml.ask(library, arena))
        .isInstanceOfSatisfying(
            Graphics.Usable.class, answer -> assertThat(answer.cards().getFirst().use()).isEmpty());
  }

  @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // Called by their names.
  private static final class Library implements SymbolLookup {
    private final Arena stubs = Arena.ofAuto();
    private final Map<String, MemorySegment> functions = new HashMap<>();
    private final int initStatus;
    private final long reasons;

    Library(int initStatus, long reasons) {
      this.initStatus = initStatus;
      this.reasons = reasons;
      stub("nvmlInit_v2");
      stub("nvmlShutdown");
      stub("nvmlDeviceGetCount_v2", ADDRESS);
      stub("nvmlSystemGetCudaDriverVersion_v2", ADDRESS);
      stub("nvmlSystemGetDriverVersion", ADDRESS, JAVA_INT);
      stub("nvmlDeviceGetHandleByIndex_v2", JAVA_INT, ADDRESS);
      stub("nvmlDeviceGetName", ADDRESS, ADDRESS, JAVA_INT);
      stub("nvmlDeviceGetMemoryInfo", ADDRESS, ADDRESS);
      stub("nvmlDeviceGetCudaComputeCapability", ADDRESS, ADDRESS, ADDRESS);
      stub("nvmlDeviceGetMigMode", ADDRESS, ADDRESS, ADDRESS);
      stub("nvmlDeviceGetClockInfo", ADDRESS, JAVA_INT, ADDRESS);
      stub("nvmlDeviceGetMaxClockInfo", ADDRESS, JAVA_INT, ADDRESS);
      stub("nvmlDeviceGetTemperature", ADDRESS, JAVA_INT, ADDRESS);
      stub("nvmlDeviceGetCurrentClocksThrottleReasons", ADDRESS, ADDRESS);
      stub("nvmlDeviceGetComputeRunningProcesses_v3", ADDRESS, ADDRESS, ADDRESS);
    }

    @Override
    public Optional<MemorySegment> find(String name) {
      return Optional.ofNullable(functions.get(name));
    }

    private void stub(String name, MemoryLayout... arguments) {
      var shape = FunctionDescriptor.of(JAVA_INT, arguments);
      try {
        var method =
            MethodHandles.lookup()
                .findVirtual(Library.class, name, shape.toMethodType())
                .bindTo(this);
        functions.put(name, Linker.nativeLinker().upcallStub(method, shape, stubs));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    private int nvmlInit_v2() {
      return initStatus;
    }

    private int nvmlShutdown() {
      return SUCCESS;
    }

    private int nvmlDeviceGetCount_v2(MemorySegment count) {
      return put(count, 1);
    }

    private int nvmlSystemGetCudaDriverVersion_v2(MemorySegment version) {
      return put(version, 12_080);
    }

    private int nvmlSystemGetDriverVersion(MemorySegment text, int bytes) {
      text.reinterpret(bytes).setString(0, "570.1");
      return SUCCESS;
    }

    private int nvmlDeviceGetHandleByIndex_v2(int number, MemorySegment device) {
      device.reinterpret(Long.BYTES).set(JAVA_LONG, 0, 4711 + number);
      return SUCCESS;
    }

    private int nvmlDeviceGetName(MemorySegment device, MemorySegment text, int bytes) {
      text.reinterpret(bytes).setString(0, device.address() == 4711 ? "Stand-in" : "another");
      return SUCCESS;
    }

    private int nvmlDeviceGetMemoryInfo(MemorySegment device, MemorySegment memory) {
      var numbers = memory.reinterpret(3 * Long.BYTES);
      numbers.setAtIndex(JAVA_LONG, 0, 1000);
      numbers.setAtIndex(JAVA_LONG, 1, 400);
      numbers.setAtIndex(JAVA_LONG, 2, 600);
      return SUCCESS;
    }

    private int nvmlDeviceGetCudaComputeCapability(
        MemorySegment device, MemorySegment major, MemorySegment minor) {
      put(minor, 0);
      return put(major, 9);
    }

    private int nvmlDeviceGetMigMode(
        MemorySegment device, MemorySegment now, MemorySegment pending) {
      put(pending, 0);
      return put(now, 0);
    }

    private int nvmlDeviceGetClockInfo(MemorySegment device, int kind, MemorySegment clock) {
      return put(clock, kind == 1 ? 1200 : 0);
    }

    private int nvmlDeviceGetMaxClockInfo(MemorySegment device, int kind, MemorySegment clock) {
      return put(clock, kind == 1 ? 1980 : 0);
    }

    private int nvmlDeviceGetTemperature(MemorySegment device, int sensor, MemorySegment celsius) {
      return put(celsius, sensor == 0 ? 84 : 0);
    }

    private int nvmlDeviceGetCurrentClocksThrottleReasons(
        MemorySegment device, MemorySegment bits) {
      bits.reinterpret(Long.BYTES).set(JAVA_LONG, 0, reasons);
      return SUCCESS;
    }

    private int nvmlDeviceGetComputeRunningProcesses_v3(
        MemorySegment device, MemorySegment count, MemorySegment room) {
      put(count, 3);
      return INSUFFICIENT_SIZE;
    }

    private static int put(MemorySegment place, int value) {
      place.reinterpret(Integer.BYTES).set(JAVA_INT, 0, value);
      return SUCCESS;
    }
  }
}
