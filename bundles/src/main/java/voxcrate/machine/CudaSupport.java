package voxcrate.machine;

import java.util.List;
import java.util.stream.Collectors;

/// On which cards and drivers the shipped inference runtime computes.
///
/// Read from ONNX Runtime 1.29's library for CUDA 12: it holds finished code for these cards and no
/// intermediate code that a driver could translate for later ones.
public final class CudaSupport {
  /// A compute capability that there is code for.
  private record Capability(int major, int minor) {
    private String text() {
      return major + "." + minor;
    }
  }

  private static final List<Capability> BUILT_FOR =
      List.of(
          new Capability(6, 0),
          new Capability(7, 0),
          new Capability(7, 5),
          new Capability(8, 0),
          new Capability(8, 6),
          new Capability(8, 9),
          new Capability(9, 0),
          new Capability(12, 0));

  /// The oldest driver that serves libraries of any CUDA 12 (NVIDIA's "CUDA Compatibility", minor
  /// version compatibility).
  public static final String OLDEST_DRIVER = "525.60.13";

  /// CUDA's version as a driver tells it: 1000 times the first number and 10 times the second.
  public static final int OLDEST_CUDA = 12_000;

  private CudaSupport() {}

  /// Whether a card runs the code: finished code runs on cards of the same first number, from the
  /// second number on that it was made for (CUDA C++ Programming Guide, "Binary Compatibility").
  public static boolean runsOn(int major, int minor) {
    return BUILT_FOR.stream().anyMatch(built -> built.major == major && built.minor <= minor);
  }

  /// A version as a driver tells it, for people: 12080 is `12.8`.
  public static String version(int told) {
    return told / 1000 + "." + told % 1000 / 10;
  }

  /// What it was built for, for people: `6.0, 7.0, …`.
  public static String capabilities() {
    return BUILT_FOR.stream().map(Capability::text).collect(Collectors.joining(", "));
  }
}
