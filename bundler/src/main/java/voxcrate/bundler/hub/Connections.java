package voxcrate.bundler.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.Authenticator;
import okhttp3.ConnectionPool;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// The two HTTP clients: one for the hub, one without any credentials for everybody else. Neither
/// follows a redirect or answers a challenge by itself.
final class Connections implements AutoCloseable {
  /// Content that stops coming for so long is asked for anew.
  private static final Duration STALL = Duration.ofSeconds(30);

  /// As many as are in use at once at most; with fewer, connections are opened and closed for
  /// every small file.
  private static final int KEPT_CONNECTIONS = 32;

  private static final Duration KEPT_FOR = Duration.ofMinutes(1);

  private final OkHttpClient hub;
  private final OkHttpClient content;

  Connections(HubSettings settings) {
    var builder =
        new OkHttpClient.Builder()
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(true)
            .connectionPool(
                new ConnectionPool(KEPT_CONNECTIONS, KEPT_FOR.toSeconds(), TimeUnit.SECONDS))
            .connectTimeout(settings.connect())
            .readTimeout(settings.read())
            .writeTimeout(settings.read())
            .addNetworkInterceptor(AskedPause::hidden)
            .proxySelector(settings.proxies())
            .proxyAuthenticator(proxyAuthenticator(settings.proxies()));
    settings.caFile().ifPresent(file -> trust(builder, file));
    this.hub = builder.build();
    // Over one HTTP/2 connection parallel downloads would share a single TCP window.
    this.content =
        hub.newBuilder()
            .protocols(List.of(Protocol.HTTP_1_1))
            .readTimeout(settings.read().compareTo(STALL) < 0 ? settings.read() : STALL)
            .build();
  }

  OkHttpClient toHub() {
    return hub;
  }

  OkHttpClient toContent() {
    return content;
  }

  private static Authenticator proxyAuthenticator(ProxyRules proxies) {
    return (route, response) -> {
      if (response.request().header("Proxy-Authorization") != null || route == null) {
        return null;
      }
      var host = ((InetSocketAddress) route.proxy().address()).getHostString();
      var credentials = proxies.credentials(host);
      if (credentials.isEmpty()) {
        return null;
      }
      var parts = credentials.get().split(":", 2);
      var header = Credentials.basic(parts[0], parts.length > 1 ? parts[1] : "");
      return response.request().newBuilder().header("Proxy-Authorization", header).build();
    };
  }

  private static void trust(OkHttpClient.Builder builder, Path caFile) {
    try {
      var trust = managerOf(storeWith(caFile));
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, null);
      builder.sslSocketFactory(context.getSocketFactory(), trust);
    } catch (IOException | GeneralSecurityException e) {
      throw new ToolException(
          Problem.of(
              HubCode.CONNECTION_SETTINGS,
              "The certificates cannot be used",
              "reading " + caFile,
              String.valueOf(e.getMessage()),
              "give --ca-file a file of PEM certificates (-----BEGIN CERTIFICATE-----)"),
          e);
    }
  }

  /// The runtime's own certificates and those in `caFile`.
  private static KeyStore storeWith(Path caFile) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    var trusted = new ArrayList<>(List.of(managerOf(null).getAcceptedIssuers()));
    try (InputStream in = Files.newInputStream(caFile)) {
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.add((X509Certificate) certificate);
      }
    }
    for (int i = 0; i < trusted.size(); i++) {
      store.setCertificateEntry("ca-" + i, trusted.get(i));
    }
    return store;
  }

  private static X509TrustManager managerOf(@Nullable KeyStore store)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (var manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager trust) {
        return trust;
      }
    }
    throw new GeneralSecurityException("the Java runtime has no X.509 trust");
  }

  @Override
  public void close() {
    hub.dispatcher().executorService().shutdown();
    hub.connectionPool().evictAll();
  }
}
