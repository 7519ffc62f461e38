package voxcrate.bundler.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/// Content that everybody may have, from elsewhere than the hub: no credentials are ever sent, so
/// redirects may lead anywhere but from TLS to plain text. Whoever asks holds the content against a
/// digest.
public final class PublicContent implements AutoCloseable {
  private final Connections connections;
  private final OkHttpClient client;
  private final String product;

  public PublicContent(HubSettings settings) {
    this.connections = new Connections(settings);
    this.client =
        connections
            .toContent()
            .newBuilder()
            .followRedirects(true)
            .followSslRedirects(false)
            .build();
    this.product = settings.product();
  }

  /// An answer, to be closed.
  ///
  /// @param from the first byte that was given; above 0 only where a range was asked for and given
  public record Reply(int status, long from, InputStream body, Response response)
      implements AutoCloseable {
    @Override
    public void close() {
      response.close();
    }
  }

  /// @param from bytes that need not come again; the other side may send them all the same
  /// @param accept kinds of content that are welcome
  public Reply get(URI address, long from, String accept) throws IOException {
    var request =
        new Request.Builder()
            .url(address.toString())
            .header("User-Agent", product)
            .header("Accept", accept)
            .header("Accept-Encoding", "identity");
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
    }
    var response = client.newCall(request.build()).execute();
    return new Reply(
        response.code(), response.code() == 206 ? from : 0, response.body().byteStream(), response);
  }

  @Override
  public void close() {
    connections.close();
  }
}
