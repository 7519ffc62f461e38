package voxcrate.bundler.cuda;

import java.util.List;

/// One of NVIDIA's packages, in the two forms in which it is published.
///
/// @param name as NVIDIA's lists of redistributable archives have it
/// @param licence which of the component's terms it travels under
/// @param forCudnn whether it is needed only where cuDNN is
/// @param libraryBytes of all its libraries that are carried
/// @param archive NVIDIA's redistributable archive, a `.tar.xz`
/// @param project what an index of Python packages calls it
/// @param libraries that are carried, by the names under which they are loaded
public record CudaPackage(
    String name,
    String version,
    String licence,
    boolean forCudnn,
    long libraryBytes,
    PinnedFile archive,
    String project,
    PinnedFile wheel,
    List<String> libraries) {
  public CudaPackage {
    libraries = List.copyOf(libraries);
  }
}
