package voxcrate.bundler.hub;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// How the hub is reached.
///
/// @param proxies which way requests go
/// @param caFile PEM certificates trusted beside those of the Java runtime
/// @param connect how long a connection may take
/// @param read how long an answer or the next byte may take; users behind slow proxies find the ten
///     seconds of other clients too short
/// @param product what we call ourselves, such as `voxcrate-bundler/0.1.0`
public record HubSettings(
    HubAddress address,
    ProxyRules proxies,
    Optional<Path> caFile,
    Duration connect,
    Duration read,
    String product) {
  private static final Duration CONNECT = Duration.ofSeconds(15);
  private static final Duration READ = Duration.ofSeconds(60);

  public static HubSettings of(HubAddress address, String product) {
    return new HubSettings(address, ProxyRules.NONE, Optional.empty(), CONNECT, READ, product);
  }

  /// Reads `HF_ENDPOINT`, `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY` (either case) and the time limits
  /// `HF_HUB_ETAG_TIMEOUT` and `HF_HUB_DOWNLOAD_TIMEOUT`, in seconds.
  ///
  /// @throws ToolException where one of them makes no sense
  public static HubSettings of(
      Map<String, String> environment, Optional<Path> caFile, String product) {
    return new HubSettings(
        Optional.ofNullable(environment.get("HF_ENDPOINT"))
            .filter(value -> !value.isBlank())
            .map(HubAddress::of)
            .orElse(HubAddress.PUBLIC),
        ProxyRules.of(environment),
        caFile,
        seconds(environment, "HF_HUB_ETAG_TIMEOUT", CONNECT),
        seconds(environment, "HF_HUB_DOWNLOAD_TIMEOUT", READ),
        product);
  }

  private static Duration seconds(Map<String, String> environment, String name, Duration usual) {
    var text = environment.getOrDefault(name, "").strip();
    if (text.isEmpty()) {
      return usual;
    }
    if (text.matches("[1-9][0-9]{0,4}")) {
      return Duration.ofSeconds(Integer.parseInt(text));
    }
    throw new ToolException(
        Problem.of(
            HubCode.CONNECTION_SETTINGS,
            "A time limit cannot be used",
            "reading " + name,
            "something that is no whole number of seconds",
            "unset " + name + ", or set it to seconds, such as 60"));
  }
}
