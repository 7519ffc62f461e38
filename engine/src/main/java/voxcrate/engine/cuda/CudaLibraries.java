package voxcrate.engine.cuda;

import java.io.IOException;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// NVIDIA's libraries as a release brings them: files in one folder, and the order in which each
/// finds what it needs loaded already. So no search path of the loader is needed, and none of the
/// host's own libraries is taken.
public final class CudaLibraries {
  /// One file name a line.
  static final String ORDER = "load-order.txt";

  private static final Pattern NAME = Pattern.compile("lib[A-Za-z0-9_.+-]{1,100}");
  private static final String CUDNN = "libcudnn.so.9";

  private final Path folder;
  private final List<String> names;

  private CudaLibraries(Path folder, List<String> names) {
    this.folder = folder;
    this.names = names;
  }

  /// @throws IOException when there is no list of them, or it is none
  static CudaLibraries in(Path folder) throws IOException {
    var names = Files.readAllLines(folder.resolve(ORDER));
    for (var name : names) {
      if (!NAME.matcher(name).matches()) {
        throw new IOException(ORDER + " names '" + name + "'");
      }
    }
    return new CudaLibraries(folder, List.copyOf(names));
  }

  /// Whether cuDNN is among them, without which convolutions are not computed on a card.
  boolean hasCudnn() {
    return names.contains(CUDNN);
  }

  /// Loads them into this process.
  ///
  /// @throws UnsatisfiedLinkError when one is missing, or needs what this machine lacks
  @SuppressWarnings("restricted")
  void load() {
    names.forEach(name -> System.load(folder.resolve(name).toAbsolutePath().toString()));
  }

  /// Functions of what was loaded.
  static SymbolLookup symbols() {
    return SymbolLookup.loaderLookup();
  }
}
