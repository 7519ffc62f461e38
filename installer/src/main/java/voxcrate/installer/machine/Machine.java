package voxcrate.installer.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import voxcrate.machine.Processor;

/// The machine, asked at its own files. What cannot be told is absent, never guessed.
///
/// @param root of the file system, where `proc` and `sys` lie
public record Machine(Path root) {
  private static final String NVIDIA = "0x10de";

  /// PCI's class of display controllers, in the first of its three bytes.
  private static final String DISPLAY = "0x03";

  /// This machine.
  public static Machine here() {
    return new Machine(Path.of("/"));
  }

  public Processor processor() {
    return Processor.of(root.resolve("proc/cpuinfo"));
  }

  public MainMemory memory() {
    return MainMemory.of(root);
  }

  /// The kernel's release, such as `4.18.0-553.el8_10.x86_64`.
  public String kernel() {
    return text("proc/sys/kernel/osrelease").orElse("unknown");
  }

  /// The distribution, as it calls itself.
  public String distribution() {
    return text("etc/os-release").stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith("PRETTY_NAME="))
        .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
        .findFirst()
        .orElse("unknown");
  }

  /// This machine's name, so that a report can leave it out.
  public Optional<String> hostName() {
    return text("proc/sys/kernel/hostname").map(String::strip).filter(name -> !name.isEmpty());
  }

  /// Whether SELinux refuses, and does not only note.
  public boolean selinuxEnforces() {
    return text("sys/fs/selinux/enforce").map(String::strip).filter("1"::equals).isPresent();
  }

  /// Whether fapolicyd runs, which lets only known programs start.
  public boolean fapolicydRuns() {
    try (Stream<Path> processes = Files.list(root.resolve("proc"))) {
      return processes
          .filter(process -> String.valueOf(process.getFileName()).matches("\\d+"))
          .anyMatch(process -> read(process.resolve("comm")).strip().equals("fapolicyd"));
    } catch (IOException e) {
      return false;
    }
  }

  /// NVIDIA's cards: the driver's library first, its program where that fails, the bus where both
  /// are missing.
  public Graphics graphics() {
    return Nvml.ask()
        .filter(answer -> answer instanceof Graphics.Usable)
        .or(() -> NvidiaSmi.ask(root.resolve("usr/bin/nvidia-smi")))
        .or(() -> plugged() ? Nvml.ask().or(() -> Optional.of(withoutDriver())) : Optional.empty())
        .orElseGet(Graphics.None::new);
  }

  private boolean plugged() {
    return devices().stream()
        .anyMatch(
            device ->
                read(device.resolve("vendor")).strip().equals(NVIDIA)
                    && read(device.resolve("class")).startsWith(DISPLAY));
  }

  private Graphics withoutDriver() {
    if (exists("sys/module/nouveau")) {
      return new Graphics.Unusable(
          "the kernel uses its own driver, nouveau, which cannot compute with CUDA");
    }
    return new Graphics.Unusable(
        exists("dev/nvidiactl")
            ? "the driver's library libnvidia-ml.so.1 is missing"
            : "NVIDIA's driver is not installed");
  }

  private boolean exists(String name) {
    return Files.exists(root.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  private List<Path> devices() {
    try (Stream<Path> devices = Files.list(root.resolve("sys/bus/pci/devices"))) {
      return devices.toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private Optional<String> text(String name) {
    var text = read(root.resolve(name));
    return text.isEmpty() ? Optional.empty() : Optional.of(text.strip());
  }

  private static String read(Path file) {
    try {
      return Files.isReadable(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      // A process that has ended meanwhile, or a file that says nothing.
      return "";
    }
  }
}
