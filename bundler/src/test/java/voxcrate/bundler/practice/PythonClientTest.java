package voxcrate.bundler.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static voxcrate.bundler.practice.PracticeFolder.GATED;
import static voxcrate.bundler.practice.PracticeFolder.OPEN;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.bundler.scene.OracleClient;
import voxcrate.bundler.scene.OracleClient.Answer;

/// The hub's own Python client works with the practice hub, and is refused by it: not our client,
/// so neither shares a mistake with us. `scripts/oracles` installs it.
final class PythonClientTest {
  @TempDir Path folder;
  @AutoClose private PracticeHub hub;
  private OracleClient client;

  @BeforeEach
  void start() throws Exception {
    client = OracleClient.python(folder);
    hub = PracticeHub.start(PracticeFolder.in(folder.resolve("hub")), PracticeFolder.config());
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
    return client.ask(hub.endpoint(), account, arguments);
  }
}
