package voxcrate.bundler.build;

import java.io.IOException;
import java.util.Optional;
import voxcrate.bundler.cuda.CudaLibraries;

/// Where a build gets the libraries for graphics cards from, if it is for any.
public interface GraphicsSupply extends AutoCloseable {
  /// For processors alone.
  GraphicsSupply NONE = models -> Optional.empty();

  /// @param models that the libraries have to serve
  /// @return files that stay until this is closed
  Optional<CudaLibraries> gather(Models models) throws IOException, InterruptedException;

  @Override
  default void close() throws IOException {}
}
