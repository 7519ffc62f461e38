package voxcrate.bundler.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import voxcrate.bundler.download.ClientCache;
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

  @Option(
      names = "--no-hub-cache",
      description = "Take nothing from the hub client's own cache on this machine.")
  boolean alone;

  public ModelCache cache() {
    return new ModelCache(chosen(), alone ? List.of() : List.of(new ClientCache(hubClients())));
  }

  /// The folder itself, which may not exist yet.
  Path folder() {
    return chosen();
  }

  /// Where the hub's Python client keeps what it fetches; its own rules.
  private static Path hubClients() {
    return variable("HF_HUB_CACHE")
        .or(() -> variable("HUGGINGFACE_HUB_CACHE"))
        .or(() -> variable("HF_HOME").map(home -> home.resolve("hub")))
        .or(() -> variable("XDG_CACHE_HOME").map(cache -> cache.resolve("huggingface/hub")))
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache/huggingface/hub"));
  }

  private static Optional<Path> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank()).map(Path::of);
  }

  private Path chosen() {
    if (folder != null) {
      return folder;
    }
    return variable(VARIABLE).or(() -> fromEnvironmentFile().map(Path::of)).orElse(Path.of(USUAL));
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
