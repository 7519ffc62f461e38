package voxcrate.bundler.hub;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Which requests go through which proxy, as the variables of the environment say; Java knows none
/// of them by itself. This machine itself is always reached directly.
public final class ProxyRules extends ProxySelector {
  public static final ProxyRules NONE = new ProxyRules(Map.of(), List.of());

  private final Map<String, URI> proxies;
  private final List<String> direct;

  /// @param proxies by scheme of what is asked for
  /// @param direct host names, suffixes with a leading dot, or `*`
  private ProxyRules(Map<String, URI> proxies, List<String> direct) {
    this.proxies = proxies;
    this.direct = direct;
  }

  static ProxyRules of(Map<String, String> environment) {
    var found = new HashMap<String, URI>();
    for (var scheme : List.of("https", "http")) {
      variable(environment, scheme + "_proxy")
          .or(() -> variable(environment, "all_proxy"))
          .ifPresent(text -> found.put(scheme, parse(scheme.toUpperCase(Locale.ROOT), text)));
    }
    var direct =
        variable(environment, "no_proxy").stream()
            .flatMap(text -> Arrays.stream(text.split("[,\\s]+", -1)))
            .map(entry -> entry.toLowerCase(Locale.ROOT).replaceFirst("^\\*\\.", "."))
            .filter(entry -> !entry.isEmpty())
            .toList();
    return new ProxyRules(Map.copyOf(found), direct);
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .or(() -> Optional.ofNullable(environment.get(name.toUpperCase(Locale.ROOT))))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  private static URI parse(String scheme, String text) {
    try {
      var proxy = new URI(text.contains("://") ? text : "http://" + text);
      if (proxy.getHost() != null && "http".equalsIgnoreCase(proxy.getScheme())) {
        return proxy;
      }
    } catch (URISyntaxException _) {
      // Told below. Its message would quote the text, which may hold a password.
    }
    throw new ToolException(
        Problem.of(
                HubCode.CONNECTION_SETTINGS,
                "The proxy's address cannot be used",
                "reading " + scheme + "_PROXY",
                "a text of " + text.length() + " characters that is no such address",
                "set it to http://HOST:PORT, or unset it")
            .expecting("http://[USER:PASSWORD@]HOST:PORT"));
  }

  /// The proxy for `target`; empty where it is reached directly.
  Optional<URI> proxyFor(URI target) {
    var host = String.valueOf(target.getHost()).toLowerCase(Locale.ROOT);
    if (HubAddress.isLoopback(host) || direct.stream().anyMatch(rule -> covers(rule, host))) {
      return Optional.empty();
    }
    return Optional.ofNullable(proxies.get(String.valueOf(target.getScheme())));
  }

  private static boolean covers(String rule, String host) {
    var name = rule.replaceFirst(":[0-9]+$", "").replaceFirst("^\\.", "");
    return rule.equals("*") || host.equals(name) || host.endsWith("." + name);
  }

  /// `HOST:PORT` of the proxy towards `target`, for messages.
  public Optional<String> describe(URI target) {
    return proxyFor(target).map(proxy -> proxy.getHost() + ":" + port(proxy));
  }

  /// `USER:PASSWORD` for the proxy at `host`.
  Optional<String> credentials(String host) {
    return proxies.values().stream()
        .filter(proxy -> proxy.getHost().equalsIgnoreCase(host))
        .flatMap(proxy -> Optional.ofNullable(proxy.getUserInfo()).stream())
        .findFirst();
  }

  @Override
  public List<Proxy> select(URI target) {
    return List.of(
        proxyFor(target)
            .map(
                proxy ->
                    new Proxy(
                        Proxy.Type.HTTP,
                        InetSocketAddress.createUnresolved(proxy.getHost(), port(proxy))))
            .orElse(Proxy.NO_PROXY));
  }

  private static int port(URI proxy) {
    return proxy.getPort() < 0 ? 80 : proxy.getPort();
  }

  @Override
  public void connectFailed(URI target, SocketAddress proxy, IOException failure) {
    // There is no second proxy to turn to; the failure reaches the caller by itself.
  }
}
