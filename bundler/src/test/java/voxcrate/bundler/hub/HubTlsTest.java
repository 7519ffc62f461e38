package voxcrate.bundler.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressListener;

/// A hub behind TLS whose certificate was made for this test.
final class HubTlsTest {
  private static final String PASSWORD = "practice";
  private static final RepositoryInfo QUESTION = new RepositoryInfo("acme/model", "main");

  @TempDir Path folder;
  @AutoClose private final MockWebServer hub = new MockWebServer();
  private final List<Duration> pauses = new ArrayList<>();

  /// Starts the hub and gives its certificate as PEM.
  private Path start(String... certificateOptions) throws Exception {
    var store = keyStore(certificateOptions);
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    hub.useHttps(context.getSocketFactory());
    hub.start();
    hub.enqueue(
        new MockResponse.Builder()
            .body("{\"sha\": \"84fd25912480287da0247647c3d2b4853cb3ee5d\"}")
            .build());
    var encoded = Base64.getMimeEncoder().encodeToString(store.getCertificate("hub").getEncoded());
    return Files.writeString(
        folder.resolve("ca.pem"),
        "-----BEGIN CERTIFICATE-----\n" + encoded + "\n-----END CERTIFICATE-----\n");
  }

  private KeyStore keyStore(String... certificateOptions) throws Exception {
    var file = folder.resolve("hub.p12");
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var command =
        new ArrayList<>(
            List.of(keytool, "-genkeypair", "-alias", "hub", "-keyalg", "EC", "-storetype"));
    command.addAll(List.of("PKCS12", "-keystore", file.toString(), "-storepass", PASSWORD));
    command.addAll(List.of("-dname", "CN=Practice"));
    command.addAll(List.of(certificateOptions));
    var keytoolRun = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(keytoolRun.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytoolRun.waitFor()).as(said).isZero();
    return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
  }

  private HubOutcome<RepositoryInfo.State> ask(Optional<Path> caFile) throws InterruptedException {
    return ask(hub.getPort(), caFile);
  }

  private HubOutcome<RepositoryInfo.State> ask(int port, Optional<Path> caFile)
      throws InterruptedException {
    var usual = HubSettings.of(HubAddress.of("https://127.0.0.1:" + port), "voxcrate-test/1");
    var settings =
        new HubSettings(
            usual.address(),
            usual.proxies(),
            caFile,
            usual.connect(),
            usual.read(),
            usual.product());
    var retries = new RetryPolicy(5, pauses::add, new Random(1));
    try (var client = new HubClient(settings, Optional.empty(), retries, ProgressListener.SILENT)) {
      return client.ask(QUESTION);
    }
  }

  @Test
  void certificate_given_with_the_command_is_trusted() throws Exception {
    var certificate = start("-ext", "san=ip:127.0.0.1");

    assertThat(ask(Optional.of(certificate))).isInstanceOf(HubOutcome.Answer.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "false | san=ip:127.0.0.1    | nobody this machine trusts",
        "true  | san=dns:other.host  | for another name",
      })
  void no_trust_is_told_with_its_reason_and_not_asked_for_again(
      boolean trusted, String name, String reason) throws Exception {
    var certificate = start("-ext", name);

    var outcome = ask(trusted ? Optional.of(certificate) : Optional.empty());

    assertThat(outcome).isInstanceOf(HubOutcome.Failed.class);
    var trouble = ((HubOutcome.Failed<RepositoryInfo.State>) outcome).trouble();
    assertThat(trouble).isInstanceOf(HubTrouble.TlsFailed.class);
    assertThat(TroubleProblems.reason(trouble)).contains(reason);
    assertThat(pauses).isEmpty();
    assertThat(hub.getRequestCount()).isZero();
  }

  /// A firewall, or a bad line: no reason to doubt the certificate, and worth another try.
  @Test
  void connection_that_breaks_before_tls_is_agreed_on_is_tried_again() throws Exception {
    HubOutcome<RepositoryInfo.State> outcome;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      threads.execute(() -> hangUp(server));
      outcome = ask(server.getLocalPort(), Optional.empty());
    }

    assertThat(outcome).isInstanceOf(HubOutcome.Failed.class);
    assertThat(((HubOutcome.Failed<RepositoryInfo.State>) outcome).trouble())
        .isInstanceOfSatisfying(
            HubTrouble.Unreachable.class, broken -> assertThat(broken.connected()).isTrue());
    assertThat(pauses).hasSize(4);
  }

  /// Reads what each client says first and has no answer.
  private static void hangUp(ServerSocket server) {
    while (!server.isClosed()) {
      try (var socket = server.accept()) {
        assertThat(socket.getInputStream().read(new byte[16_384])).isPositive();
      } catch (IOException _) {
        // The test is over.
      }
    }
  }

  /// The chain of causes is that of the Java runtime.
  @Test
  void clock_that_is_wrong_is_told_apart() {
    for (var cause :
        List.of(new CertificateExpiredException(), new CertificateNotYetValidException())) {
      var failure = new SSLHandshakeException("PKIX path validation failed");
      failure.initCause(new CertificateException(new CertPathValidatorException(cause)));

      assertThat(TroubleProblems.reason(TransportTrouble.of(failure, "huggingface.co")))
          .isEqualTo("huggingface.co: the certificate is not valid at this machine's time");
    }
  }

  @Test
  void file_without_certificates_is_refused() throws Exception {
    start("-ext", "san=ip:127.0.0.1");
    var file = Files.writeString(folder.resolve("no.pem"), "not a certificate\n");

    assertThatThrownBy(() -> ask(Optional.of(file)))
        .isInstanceOfSatisfying(
            ToolException.class,
            e -> assertThat(e.problem().code()).isEqualTo(HubCode.CONNECTION_SETTINGS));
  }
}
