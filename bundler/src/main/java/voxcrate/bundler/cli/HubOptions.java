package voxcrate.bundler.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import voxcrate.bundler.hub.Exposure;
import voxcrate.bundler.hub.FoundToken;
import voxcrate.bundler.hub.HubClient;
import voxcrate.bundler.hub.HubSettings;
import voxcrate.bundler.hub.RetryPolicy;
import voxcrate.bundler.hub.TokenReading;
import voxcrate.bundler.hub.TokenSearch;
import voxcrate.cli.Console;
import voxcrate.cli.Program;

/// How verbs reach the hub and as whom. The token itself is never an argument: arguments are seen
/// by every user of the machine.
public final class HubOptions {
  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "File that holds the token. Else, in this order: HF_TOKEN, HUGGINGFACE_TOKEN,"
              + " HUGGING_FACE_HUB_TOKEN, .env here, HF_TOKEN_PATH, the hub client's own file.")
  @Nullable Path tokenFile;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "The hub (default: HF_ENDPOINT, else https://huggingface.co).")
  @Nullable String endpoint;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description =
          "PEM certificates to trust besides the usual ones. Proxies: HTTPS_PROXY, NO_PROXY.")
  @Nullable Path caFile;

  @Option(
      names = {"--token", "--hf-token", "--hf_token"},
      paramLabel = "TOKEN",
      hidden = true,
      converter = TokenRefusal.class)
  @Nullable String token;

  @Option(
      names = "--make-private",
      description =
          "Take other users' rights to the token's file away (chmod 600) instead of refusing it.")
  boolean makePrivate;

  /// A client with the token that was found, if any. Says which one is used.
  public HubClient connect(Console console) {
    var token = find();
    token.ifPresent(found -> tell(found, console));
    return connect(console, token);
  }

  HubClient connect(Console console, Optional<FoundToken> token) {
    return new HubClient(settings(), token, RetryPolicy.STANDARD, console.progress());
  }

  /// The token of the first place that has one, which has to be a private place.
  Optional<FoundToken> find() {
    var exposure = makePrivate ? Exposure.MENDED : Exposure.REFUSED;
    return search().find().map(found -> found.guarded(exposure));
  }

  TokenSearch search() {
    var variables = environment();
    var home = variables.getOrDefault("HOME", System.getProperty("user.home", ""));
    return TokenSearch.of(tokenFile, variables, Path.of(""), Path.of(home));
  }

  HubSettings settings() {
    return HubSettings.of(
        environment(), Optional.ofNullable(caFile), "voxcrate-bundler/" + Program.Version.number());
  }

  /// The process's variables, where an option does not outrank them.
  private Map<String, String> environment() {
    var variables = new HashMap<>(System.getenv());
    if (endpoint != null) {
      variables.put("HF_ENDPOINT", endpoint);
    }
    return variables;
  }

  static void tell(FoundToken found, Console console) {
    console.say("token: from " + found.source().label());
    if (found.reading() instanceof TokenReading.Usable usable) {
      usable.remarks().forEach(console::say);
    }
    if (!found.differing().isEmpty()) {
      console.say("another token, not used, is in " + String.join(", ", found.differing()));
    }
  }
}
