package voxcrate.bundler.hub;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import okhttp3.OkHttp;
import okhttp3.Request;
import okhttp3.Response;

/// Follows one question through its redirects, by our own rules: the token goes to the hub's own
/// origin and nowhere else, and not even there again once the walk has left it; nothing goes from
/// `https` to `http`.
final class Walk {
  private static final int MAX_HOPS = 10;

  private final Connections connections;
  private final HubSettings settings;
  private final Optional<HubToken> token;

  Walk(Connections connections, HubSettings settings, Optional<HubToken> token) {
    this.connections = connections;
    this.settings = settings;
    this.token = token;
  }

  /// Where a walk ended.
  ///
  /// @param response open; whoever gets it closes it
  /// @param stated what the hub said of the content before it sent us elsewhere
  /// @param atHub whether the last answer is the hub's own
  record End(Response response, Optional<StatedContent> stated, boolean atHub) {}

  /// The walk was led to a place to which we do not go.
  static final class UnsafeRedirectException extends IOException {
    private static final long serialVersionUID = 1L;

    UnsafeRedirectException(String reason) {
      super(reason);
    }
  }

  /// Asks the hub and stays with it: a redirect to another origin ends the walk.
  End withinHub(String method, URI start, Map<String, String> headers) throws IOException {
    return walk(method, start, headers, false);
  }

  /// Follows redirects wherever they lead, without the token outside the hub.
  End toContent(URI start, Map<String, String> headers) throws IOException {
    return walk("GET", start, headers, true);
  }

  private End walk(String method, URI start, Map<String, String> headers, boolean leave)
      throws IOException {
    var address = start;
    boolean atHub = requireHub(start);
    Optional<StatedContent> stated = Optional.empty();
    for (int hop = 0; hop <= MAX_HOPS; hop++) {
      var response = send(method, address, headers, atHub);
      var target = target(response, address);
      if (atHub && stated.isEmpty() && response.code() < 400) {
        stated = Optional.of(StatedContent.of(HubReplies.headersOnly(response, address)));
      }
      if (target.isEmpty() || !(leave || settings.address().isOriginOf(target.get()))) {
        return new End(response, stated, atHub);
      }
      response.close();
      requireSafe(target.get());
      atHub = atHub && settings.address().isOriginOf(target.get());
      address = target.get();
    }
    throw new UnsafeRedirectException("more than " + MAX_HOPS + " redirects");
  }

  private Response send(String method, URI address, Map<String, String> headers, boolean atHub)
      throws IOException {
    var request =
        new Request.Builder()
            .url(address.toString())
            .method(method, null)
            .header("User-Agent", userAgent())
            // Compressed answers have no length, and ranges of them mean something else.
            .header("Accept-Encoding", "identity");
    headers.forEach(request::header);
    if (atHub) {
      token.ifPresent(value -> request.header("Authorization", value.authorization()));
    }
    var client = atHub ? connections.toHub() : connections.toContent();
    return client.newCall(request.build()).execute();
  }

  private boolean requireHub(URI start) throws UnsafeRedirectException {
    if (!settings.address().isOriginOf(start)) {
      throw new UnsafeRedirectException("the hub names a page at another origin");
    }
    return true;
  }

  private static Optional<URI> target(Response response, URI from) throws IOException {
    var location = response.header("Location");
    if (location == null || response.code() < 300 || response.code() >= 400) {
      return Optional.empty();
    }
    try {
      return Optional.of(from.resolve(new URI(location)));
    } catch (URISyntaxException _) {
      response.close();
      throw new UnsafeRedirectException("a redirect to something that is no address");
    }
  }

  private void requireSafe(URI target) throws UnsafeRedirectException {
    boolean tls = "https".equalsIgnoreCase(target.getScheme());
    boolean loopback =
        "http".equalsIgnoreCase(target.getScheme())
            && HubAddress.isLoopback(target)
            && HubAddress.isLoopback(settings.address().base());
    if (target.getHost() == null || !(tls || loopback)) {
      throw new UnsafeRedirectException(
          "a redirect to " + target.getScheme() + "://" + target.getHost());
    }
  }

  private String userAgent() {
    return settings.product()
        + "; java/"
        + Runtime.version().feature()
        + "; okhttp/"
        + OkHttp.VERSION;
  }
}
