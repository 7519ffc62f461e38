package voxcrate.bundler.hub;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
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
  record End(Response response, StatedContent stated, boolean atHub) {
    /// The way back to content outside the hub.
    Optional<Link> link() {
      return atHub ? Optional.empty() : Optional.of(new Link(response.request().url(), stated));
    }
  }

  /// An address outside the hub under which content was found, with what the hub said of it. Its
  /// query opens the content to whoever has it.
  record Link(HttpUrl address, StatedContent stated) {
    @Override
    public String toString() {
      return "a signed link to " + address.host();
    }
  }

  /// The walk was led to a place to which we do not go.
  static final class UnsafeRedirectException extends IOException {
    private static final long serialVersionUID = 1L;

    UnsafeRedirectException(String reason) {
      super(reason);
    }
  }

  /// Asks the hub and stays with it: a redirect to another origin ends the walk.
  End withinHub(String method, URI start, Map<String, String> headers) throws IOException {
    return walk(method, atHub(start), headers, false);
  }

  /// Follows redirects wherever they lead, without the token outside the hub.
  End toContent(URI start, Map<String, String> headers) throws IOException {
    return walk("GET", atHub(start), headers, true);
  }

  /// Asks outside the hub, where an earlier walk has ended.
  End along(Link link, Map<String, String> headers) throws IOException {
    return walk("GET", new Place(link.address(), false, link.stated()), headers, true);
  }

  /// Where a walk is.
  private record Place(HttpUrl address, boolean atHub, StatedContent stated) {
    Place with(StatedContent heard) {
      return new Place(address, atHub, heard);
    }
  }

  private Place atHub(URI start) throws UnsafeRedirectException {
    var address = HttpUrl.get(start.toString());
    if (!isHub(address)) {
      throw new UnsafeRedirectException("the hub names a page at another origin");
    }
    return new Place(address, true, StatedContent.NOTHING);
  }

  private End walk(String method, Place start, Map<String, String> headers, boolean leave)
      throws IOException {
    var place = start;
    for (int hop = 0; hop <= MAX_HOPS; hop++) {
      var response = send(method, place.address(), headers, place.atHub());
      if (place.atHub() && response.code() < 400 && !place.stated().hasDigest()) {
        place = place.with(StatedContent.of(HubReplies.headersOnly(response)));
      }
      if (!isRedirect(response)) {
        return new End(response, place.stated(), place.atHub());
      }
      var target = safeTarget(response, place.address());
      if (!leave && !isHub(target)) {
        return new End(response, place.stated(), true);
      }
      response.close();
      place = new Place(target, place.atHub() && isHub(target), place.stated());
    }
    throw new UnsafeRedirectException("more than " + MAX_HOPS + " redirects");
  }

  private Response send(String method, HttpUrl address, Map<String, String> headers, boolean atHub)
      throws IOException {
    var request =
        new Request.Builder()
            .url(address)
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

  private boolean isHub(HttpUrl address) {
    return settings.address().isOrigin(address.scheme(), address.host(), address.port());
  }

  private static boolean isRedirect(Response response) {
    return response.code() >= 300 && response.code() < 400 && response.header("Location") != null;
  }

  private HttpUrl safeTarget(Response response, HttpUrl from) throws UnsafeRedirectException {
    var target = from.resolve(String.valueOf(response.header("Location")));
    boolean toItself =
        target != null
            && HubAddress.isLoopback(target.host())
            && HubAddress.isLoopback(settings.address().host());
    if (target == null || !(target.isHttps() || toItself)) {
      response.close();
      throw new UnsafeRedirectException(
          target == null
              ? "a redirect to something that is no web address"
              : "a redirect to " + target.scheme() + "://" + target.host());
    }
    return target;
  }

  private String userAgent() {
    return settings.product()
        + "; java/"
        + Runtime.version().feature()
        + "; okhttp/"
        + OkHttp.VERSION;
  }
}
