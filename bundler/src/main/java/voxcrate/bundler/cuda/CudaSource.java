package voxcrate.bundler.cuda;

import java.net.URI;
import java.nio.file.Path;

/// Where NVIDIA's libraries come from. Whichever it is, what is not pinned is not taken: archives
/// and wheels by the component's digests, a folder's files by the lock file's.
public sealed interface CudaSource {
  /// NVIDIA's redistributable archives.
  ///
  /// @param address that the archives' paths are seen from, with a slash at its end
  record Archives(URI address) implements CudaSource {}

  /// NVIDIA's Python wheels, in a folder.
  record WheelFolder(Path folder) implements CudaSource {}

  /// NVIDIA's Python wheels, from an index of Python packages (PEP 503 or 691).
  record WheelIndex(URI address) implements CudaSource {}

  /// What is installed on this machine.
  record Installed(Path folder) implements CudaSource {}

  /// For evidence, which names no folder and no address of the builder's.
  default String words() {
    return switch (this) {
      case Archives _ -> "NVIDIA's redistributable archives";
      case WheelFolder _, WheelIndex _ -> "NVIDIA's Python wheels";
      case Installed _ -> "a CUDA folder of the builder's, pinned by the lock file";
    };
  }
}
