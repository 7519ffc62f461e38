package voxcrate.bundler.build;

/// How large a bundle will be, before it is built. Converted weights are as large as their
/// originals; the programs are what the demo's bundle weighs without its models.
///
/// @param modelBytes of all models as they are fetched
public record BundleSize(long modelBytes) {
  /// Bootstrap and release without models.
  private static final long PROGRAMS_ON_MEDIUM = 158_000_000;

  /// Runtime, engine with its native libraries, installer and documents.
  private static final long PROGRAMS_INSTALLED = 104_000_000;

  /// With the models in a second form, which is at most as large, and the libraries.
  ///
  /// @param libraryBytes of the inference runtime for cards and NVIDIA's
  public BundleSize forCards(long libraryBytes) {
    return new BundleSize(2 * modelBytes + libraryBytes);
  }

  public long aboutOnMedium() {
    return PROGRAMS_ON_MEDIUM + modelBytes;
  }

  public long aboutInstalled() {
    return PROGRAMS_INSTALLED + modelBytes;
  }
}
