package voxcrate.installer.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A machine that is told by files under a folder.
final class MachineTest {
  @TempDir Path root;

  private void put(String name, String text) throws IOException {
    var file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void machine_that_tells_nothing_stops_nobody() {
    var machine = new Machine(root.resolve("nowhere"));

    assertThat(machine.processor().threads()).isZero();
    assertThat(machine.memory().total()).isZero();
    assertThat(machine.hostName()).isEmpty();
    assertThat(machine.fapolicydRuns()).isFalse();
    assertThat(machine.kernel()).isEqualTo("unknown");
  }

  @Test
  void this_machine_tells_its_file_system_and_c_library() throws Exception {
    var room = FileSystemRoom.of(root.resolve("not/yet/there")).orElseThrow();

    assertThat(room.freeBytes()).isBetween(1L, room.totalBytes());
    assertThat(room.totalBytes()).isEqualTo(Files.getFileStore(root).getTotalSpace());
    assertThat(CLibrary.ofThisMachine().orElseThrow()).isGreaterThanOrEqualTo(CLibrary.OLDEST);
  }

  @Test
  void card_on_the_bus_without_a_driver_is_told_from_no_card() throws Exception {
    var machine = new Machine(root);
    org.junit.jupiter.api.Assumptions.assumeFalse(
        Nvml.ask().isPresent(), "this machine has NVIDIA's driver");

    assertThat(machine.graphics()).isEqualTo(new Graphics.None());
    put("sys/bus/pci/devices/0000:01:00.0/vendor", "0x10de\n");
    put("sys/bus/pci/devices/0000:01:00.0/class", "0x030200\n");
    assertThat(machine.graphics())
        .isEqualTo(new Graphics.Unusable("NVIDIA's driver is not installed"));
    put("sys/module/nouveau/version", "1");
    assertThat(((Graphics.Unusable) machine.graphics()).reason()).contains("nouveau");
  }

  @Test
  void sound_of_the_card_is_no_card() throws Exception {
    org.junit.jupiter.api.Assumptions.assumeFalse(
        Nvml.ask().isPresent(), "this machine has NVIDIA's driver");
    put("sys/bus/pci/devices/0000:01:00.1/vendor", "0x10de\n");
    put("sys/bus/pci/devices/0000:01:00.1/class", "0x040300\n");

    assertThat(new Machine(root).graphics()).isEqualTo(new Graphics.None());
  }

  @Test
  void the_drivers_program_is_understood() {
    var rows =
        "NVIDIA H200, 9.0, 143771, 143200, 570.124.06\nNVIDIA T4, 7.5, 15360, 15000, 570.124.06\n";
    var banner = "| NVIDIA-SMI 570.124.06   Driver Version: 570.124.06   CUDA Version: 12.8  |";

    var graphics = (Graphics.Usable) NvidiaSmi.parse(rows, banner).orElseThrow();

    assertThat(graphics.driver()).isEqualTo("570.124.06");
    assertThat(graphics.cuda()).isEqualTo("12.8");
    assertThat(graphics.cards())
        .containsExactly(
            new Graphics.Card(
                "NVIDIA H200", "9.0", 143771L << 20, 143200L << 20, false, Optional.empty()),
            new Graphics.Card(
                "NVIDIA T4", "7.5", 15360L << 20, 15000L << 20, false, Optional.empty()));
    assertThat(NvidiaSmi.parse("No devices were found", "")).isEmpty();
  }

  @Test
  void library_versions_are_compared_as_numbers() {
    assertThat(CLibrary.parse("2.9").orElseThrow()).isLessThan(CLibrary.OLDEST);
    assertThat(CLibrary.parse("2.28").orElseThrow()).isEqualTo(CLibrary.OLDEST);
    assertThat(CLibrary.parse("2.100.1").orElseThrow()).isGreaterThan(CLibrary.OLDEST);
    assertThat(CLibrary.parse("musl")).isEqualTo(Optional.empty());
  }
}
