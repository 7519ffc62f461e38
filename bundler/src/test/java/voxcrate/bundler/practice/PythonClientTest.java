package voxcrate.bundler.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static voxcrate.bundler.practice.PracticeFolder.GATED;
import static voxcrate.bundler.practice.PracticeFolder.OPEN;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The hub's own Python client works with the practice hub, and is refused by it: not our client,
/// so neither shares a mistake with us. `scripts/oracles` installs it.
final class PythonClientTest {
  private static final Path PYTHON =
      Path.of(System.getProperty("voxcrate.source"), "target/oracles/venv/bin/python");
  private static final Path SCRIPT =
      Path.of(
          System.getProperty("voxcrate.source"),
          "bundler/src/test/resources/voxcrate/bundler/practice/hub_client.py");

  @TempDir Path folder;
  private PracticeHub hub;

  private record Answer(int status, String text) {}

  @BeforeEach
  void start() throws Exception {
    assumeTrue(
        Files.isExecutable(PYTHON), "no Python hub client: run scripts/oracles with a network");
    hub = PracticeHub.start(PracticeFolder.in(folder.resolve("hub")), PracticeFolder.config());
  }

  @AfterEach
  void stop() {
    if (hub != null) {
      hub.close();
    }
  }

  @Test
  void python_learns_who_it_is() throws Exception {
    assertThat(python("granted", "whoami")).isEqualTo(new Answer(0, "granted read"));
    assertThat(python("fine-grained-not-gated", "whoami"))
        .isEqualTo(new Answer(0, "fine-grained-not-gated fineGrained"));
  }

  @ParameterizedTest
  @CsvSource({GATED + ", granted", OPEN + ", ''", OPEN + ", terms-not-accepted"})
  void python_downloads_every_byte(String repository, String account) throws Exception {
    var answer = python(account, "snapshot", repository);

    assertThat(answer.status()).as(answer.text()).isZero();
    var snapshot = Path.of(answer.text());
    assertThat(snapshot)
        .hasFileName(PracticeRepository.commitOf(folder.resolve("hub").resolve(repository)));
    for (var file : List.of("config.yaml", "README.md", "model.bin", "parts/plda/plda.npz")) {
      assertThat(snapshot.resolve(file))
          .hasSameBinaryContentAs(folder.resolve("hub").resolve(repository).resolve(file));
    }
  }

  @Test
  void python_sends_no_token_to_the_content_origin() throws Exception {
    python("granted", "snapshot", GATED);

    assertThat(hub.requests())
        .filteredOn(request -> request.origin() == LoggedRequest.Origin.CONTENT)
        .isNotEmpty()
        .noneMatch(LoggedRequest::authorized);
  }

  @Test
  void python_asks_nothing_when_it_is_offline_and_has_the_snapshot() throws Exception {
    var online = python("granted", "snapshot", GATED);
    int before = hub.requests().size();

    var offline = python("granted", "offline", GATED);

    assertThat(offline).isEqualTo(online);
    assertThat(hub.requests()).hasSize(before);
  }

  @ParameterizedTest
  @CsvSource({
    "'', GatedRepoError 401",
    "terms-not-accepted, GatedRepoError 403",
    "awaiting-review, GatedRepoError 403",
    "rejected, GatedRepoError 403",
    "access-reset, GatedRepoError 403",
    "fine-grained-not-gated, HfHubHTTPError 403",
    "expired, HfHubHTTPError 401",
  })
  void python_is_refused_at_the_gate(String account, String refusal) throws Exception {
    assertThat(python(account, "auth_check", GATED)).isEqualTo(new Answer(3, refusal));
  }

  @Test
  void python_passes_the_gate_with_access() throws Exception {
    assertThat(python("granted", "auth_check", GATED)).isEqualTo(new Answer(0, "granted"));
    assertThat(python("fine-grained", "auth_check", GATED)).isEqualTo(new Answer(0, "granted"));
  }

  @Test
  void python_refuses_to_download_without_access() throws Exception {
    assertThat(python("terms-not-accepted", "snapshot", GATED))
        .isEqualTo(new Answer(3, "GatedRepoError 403"));
  }

  @Test
  void python_gets_through_a_limit_and_an_outage() throws Exception {
    hub.inject(new Fault.Throttled("/tree/", 0, 1));
    hub.inject(new Fault.Unavailable("/tree/", 503, 1));

    var answer = python("granted", "snapshot", GATED);

    assertThat(answer.status()).as(answer.text()).isZero();
    assertThat(hub.requests()).extracting(LoggedRequest::status).contains(429, 503);
  }

  private Answer python(String account, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of(PYTHON.toString(), SCRIPT.toString()));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectError(folder.resolve("errors").toFile());
    process.environment().clear();
    process.environment().putAll(environment(account));
    var started = process.start();
    var text = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(started.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Answer(started.exitValue(), text.strip());
  }

  /// The token travels in the environment and nowhere else.
  private Map<String, String> environment(String account) {
    var environment =
        new HashMap<>(
            Map.of(
                "HF_ENDPOINT", hub.endpoint().toString(),
                "HF_HOME", folder.resolve("home").toString(),
                "HF_HUB_DISABLE_TELEMETRY", "1",
                "HF_HUB_DISABLE_PROGRESS_BARS", "1",
                "HF_HUB_DISABLE_UPDATE_CHECK", "1"));
    if (!account.isEmpty()) {
      environment.put("HF_TOKEN", PracticeAccount.tokenOf(account));
    }
    return environment;
  }
}
