package voxcrate.engine.cuda;

/// A card as the driver tells of it.
///
/// @param number as the driver counts, from 0
/// @param major first number of the compute capability
/// @param minor second number of it
/// @param bytes of its memory
public record CudaCard(int number, String name, int major, int minor, long bytes) {
  /// As people write it, `9.0`.
  public String capability() {
    return major + "." + minor;
  }
}
