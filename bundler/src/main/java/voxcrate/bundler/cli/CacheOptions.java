package voxcrate.bundler.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import voxcrate.bundler.download.ModelCache;
import voxcrate.bundler.hub.EnvironmentFile;

/// Where models are kept on the connected machine.
public final class CacheOptions {
  private static final String VARIABLE = "MODEL_CACHE_DIR";

  /// What the variable means where nobody sets it.
  static final String USUAL = "./models";

  @Option(
      names = "--cache-dir",
      paramLabel = "DIR",
      description =
          "Where models are kept (default: MODEL_CACHE_DIR, also from .env, else ./models).")
  @Nullable Path folder;

  public ModelCache cache() {
    return new ModelCache(chosen());
  }

  private Path chosen() {
    if (folder != null) {
      return folder;
    }
    return Optional.ofNullable(System.getenv(VARIABLE))
        .filter(value -> !value.isBlank())
        .or(CacheOptions::fromEnvironmentFile)
        .map(Path::of)
        .orElse(Path.of(USUAL));
  }

  private static Optional<String> fromEnvironmentFile() {
    try {
      return EnvironmentFile.read(Path.of(".env")).value(VARIABLE);
    } catch (IOException _) {
      // A file that others may read and we may not is theirs; the usual folder will do.
      return Optional.empty();
    }
  }
}
