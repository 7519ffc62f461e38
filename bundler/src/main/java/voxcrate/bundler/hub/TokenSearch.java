package voxcrate.bundler.hub;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The places where a token is looked for, in order; the first that holds one wins.
public final class TokenSearch {
  private static final List<String> VARIABLES =
      List.of("HF_TOKEN", "HUGGINGFACE_TOKEN", "HUGGING_FACE_HUB_TOKEN");

  private final List<TokenSource> sources;

  private TokenSearch(List<TokenSource> sources) {
    this.sources = List.copyOf(sources);
  }

  /// @param tokenFile what `--token-file` names
  /// @param environment the process's variables
  /// @param workingFolder whose `.env` counts
  /// @param home the user's home
  public static TokenSearch of(
      @Nullable Path tokenFile, Map<String, String> environment, Path workingFolder, Path home) {
    var sources = new ArrayList<TokenSource>();
    if (tokenFile != null) {
      sources.add(new TokenSource.GivenFile(tokenFile));
    }
    for (var name : VARIABLES) {
      set(environment, name).ifPresent(value -> sources.add(new TokenSource.Variable(name, value)));
    }
    sources.add(new TokenSource.Dotenv(workingFolder.resolve(".env")));
    set(environment, "HF_TOKEN_PATH")
        .ifPresent(path -> sources.add(clientFile(Path.of(path), "HF_TOKEN_PATH")));
    sources.add(
        clientFile(clientHome(environment, home).resolve("token"), "the hub client's file"));
    return new TokenSearch(sources);
  }

  public List<TokenSource> sources() {
    return sources;
  }

  public Optional<FoundToken> find() {
    var found = new ArrayList<FoundToken>();
    for (var source : sources) {
      var reading = source.text().map(TokenReading::of).orElseGet(TokenReading.Blank::new);
      if (!(reading instanceof TokenReading.Blank)) {
        found.add(new FoundToken(source, reading, List.of()));
      }
      if (source instanceof TokenSource.GivenFile) {
        break;
      }
    }
    return found.stream().findFirst().map(first -> first.besides(found));
  }

  private static TokenSource clientFile(Path file, String what) {
    return new TokenSource.ClientFile(file, what + " (" + file + ")");
  }

  /// Where the hub's own client keeps its things (its variable HF_HOME).
  private static Path clientHome(Map<String, String> environment, Path home) {
    return set(environment, "HF_HOME")
        .map(Path::of)
        .or(() -> set(environment, "XDG_CACHE_HOME").map(cache -> Path.of(cache, "huggingface")))
        .orElseGet(() -> home.resolve(".cache").resolve("huggingface"));
  }

  private static Optional<String> set(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
