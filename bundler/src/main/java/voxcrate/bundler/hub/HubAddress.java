package voxcrate.bundler.hub;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Where the hub is: scheme, host, port and perhaps a path before everything else.
///
/// @param base without a final slash
public record HubAddress(URI base) {
  /// The public hub.
  public static final HubAddress PUBLIC = new HubAddress(URI.create("https://huggingface.co"));

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  /// Reads what `HF_ENDPOINT` holds.
  ///
  /// @throws ToolException where it is no address, or one to which no token may be sent
  public static HubAddress of(String text) {
    try {
      var address = new URI(text.strip().replaceFirst("/+$", ""));
      var scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
      if (address.getHost() != null
          && address.getUserInfo() == null
          && address.getQuery() == null
          && (scheme.equals("https") || (scheme.equals("http") && isLoopback(address.getHost())))) {
        return new HubAddress(address);
      }
    } catch (URISyntaxException _) {
      // Told below, like any other text that is no address.
    }
    throw new ToolException(
        Problem.of(
                HubCode.CONNECTION_SETTINGS,
                "The hub's address cannot be used",
                "reading HF_ENDPOINT",
                "a text of " + text.length() + " characters that is no such address",
                "set HF_ENDPOINT to an address such as https://huggingface.co, or unset it")
            .expecting("https://HOST[:PORT][/PATH]; plain http only for this machine itself"));
  }

  /// Whether `host` is this machine itself.
  static boolean isLoopback(String host) {
    return LOOPBACK.contains(host.toLowerCase(Locale.ROOT));
  }

  public boolean isPublic() {
    return base.equals(PUBLIC.base);
  }

  public String host() {
    return base.getHost();
  }

  /// The page of a model, where its terms are agreed to.
  public URI page(String repository) {
    return at("/" + repository);
  }

  /// Where one's tokens are listed, revoked and renewed.
  public URI tokenSettings() {
    return at("/settings/tokens");
  }

  /// The page that makes a token, with the one right box ticked already.
  public URI newToken() {
    return at("/settings/tokens/new?canReadGatedRepos=true&tokenType=fineGrained");
  }

  /// @param path percent-encoded, with its leading slash, and perhaps a query
  URI at(String path) {
    return URI.create(base + path);
  }

  /// Whether a token for this hub may go to this origin.
  ///
  /// @param port the real one, also where it is the scheme's own
  boolean isOrigin(String scheme, String host, int port) {
    return base.getScheme().equalsIgnoreCase(scheme)
        && base.getHost().equalsIgnoreCase(host)
        && port() == port;
  }

  private int port() {
    if (base.getPort() >= 0) {
      return base.getPort();
    }
    return base.getScheme().equalsIgnoreCase("http") ? 80 : 443;
  }

  /// One segment of a path. A revision is one, whatever it contains.
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// A path whose slashes stay.
  static String segments(String path) {
    return segment(path).replace("%2F", "/");
  }

  @Override
  public String toString() {
    return base.toString();
  }
}
