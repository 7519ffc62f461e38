package voxcrate.bundler.cuda;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import voxcrate.bundle.Digest;

/// What a release gets for graphics cards, laid out in a folder of the build.
///
/// @param runtime libraries of the inference runtime, in place of those for processors alone
/// @param nvidia NVIDIA's libraries
/// @param packages what both came in
public record CudaLibraries(
    List<LaidFile> runtime, List<LaidFile> nvidia, List<CarriedPackage> packages) {
  public CudaLibraries {
    runtime = List.copyOf(runtime);
    nvidia = List.copyOf(nvidia);
    packages = List.copyOf(packages);
  }

  /// @param name under which it is loaded
  public record LaidFile(String name, Path file) {}

  /// @param source in words
  /// @param file what was verified: an archive, or for a folder each library by itself
  /// @param terms the licence's text, where it came along
  public record CarriedPackage(
      String name,
      String version,
      String licence,
      String source,
      Optional<PinnedFile> file,
      List<CarriedLibrary> libraries,
      Optional<String> terms) {
    public CarriedPackage {
      libraries = List.copyOf(libraries);
    }
  }

  public record CarriedLibrary(String name, long sizeBytes, Digest sha256) {}
}
