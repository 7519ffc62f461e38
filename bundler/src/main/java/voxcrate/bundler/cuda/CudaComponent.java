package voxcrate.bundler.cuda;

import java.net.URI;
import java.util.List;

/// What a release needs to compute on a graphics card of NVIDIA, beside the driver: the inference
/// runtime built for it, and the libraries that this loads. `cuda.json` describes ours;
/// `docs/cuda.md` explains the form.
///
/// @param address where NVIDIA publishes the redistributable archives
/// @param terms that are agreed to before anything is fetched
public record CudaComponent(
    String title,
    URI address,
    List<Terms> terms,
    RuntimeArtefact runtime,
    List<CudaPackage> packages) {

  public CudaComponent {
    terms = List.copyOf(terms);
    packages = List.copyOf(packages);
  }

  /// A licence that is no common one.
  ///
  /// @param id as components and lists of parts name it
  /// @param address where its publisher has the text
  /// @param summary what it asks of whoever passes the libraries on, in our words
  public record Terms(String id, String title, String address, String summary) {}

  /// The inference runtime, as Maven repositories have it.
  ///
  /// @param coordinates `GROUP:ARTIFACT:VERSION`
  /// @param jar its path in a repository
  /// @param folder inside the jar
  /// @param libraries that are carried
  public record RuntimeArtefact(
      String coordinates,
      PinnedFile jar,
      String folder,
      String licence,
      long libraryBytes,
      List<String> libraries) {
    public RuntimeArtefact {
      libraries = List.copyOf(libraries);
    }
  }

  /// What is carried.
  ///
  /// @param cudnn whether some model needs cuDNN
  public List<CudaPackage> packages(boolean cudnn) {
    return packages.stream().filter(part -> cudnn || !part.forCudnn()).toList();
  }

  /// Terms of `packages(cudnn)`.
  public List<Terms> terms(boolean cudnn) {
    return terms.stream()
        .filter(
            known -> packages(cudnn).stream().anyMatch(part -> part.licence().equals(known.id())))
        .toList();
  }

  /// Of all libraries that are carried, the runtime's among them.
  public long libraryBytes(boolean cudnn) {
    return runtime.libraryBytes()
        + packages(cudnn).stream().mapToLong(CudaPackage::libraryBytes).sum();
  }
}
