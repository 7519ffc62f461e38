package voxcrate.bundler.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static voxcrate.bundler.practice.PracticeFolder.GATED;
import static voxcrate.bundler.practice.PracticeFolder.MODEL_BYTES;
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

/// The hub's own JavaScript client works with the practice hub, and is refused by it: a third
/// client that shares no line with ours or with the Python one. `scripts/oracles` installs it.
final class JavaScriptClientTest {
  @TempDir Path folder;
  @AutoClose private PracticeHub hub;
  private OracleClient client;

  @BeforeEach
  void start() throws Exception {
    client = OracleClient.javascript(folder);
    var config = PracticeFolder.config().withPageEntries(2);
    hub = PracticeHub.start(PracticeFolder.in(folder.resolve("hub")), config);
  }

  @ParameterizedTest
  @CsvSource({GATED + ", granted", OPEN + ", ''"})
  void javascript_lists_every_file_over_several_pages(String repository, String account)
      throws Exception {
    var answer = javascript(account, "list", repository);

    assertThat(answer.status()).as(answer.text()).isZero();
    assertThat(answer.text().split(" "))
        .contains("model.bin:" + MODEL_BYTES, "parts/plda/plda.npz:3", "config.yaml:15");
  }

  @ParameterizedTest
  @CsvSource({
    GATED + ", granted, model.bin",
    GATED + ", granted, config.yaml",
    OPEN + ", '', model.bin",
    OPEN + ", terms-not-accepted, parts/plda/plda.npz",
    GATED + ", terms-not-accepted, README.md",
  })
  void javascript_downloads_every_byte(String repository, String account, String file)
      throws Exception {
    var target = folder.resolve("downloaded");

    var answer = javascript(account, "download", repository, file, target.toString());

    assertThat(answer).isEqualTo(new Answer(0, "downloaded"));
    assertThat(target)
        .hasSameBinaryContentAs(folder.resolve("hub").resolve(repository).resolve(file));
  }

  @Test
  void javascript_sends_no_token_to_the_content_origin() throws Exception {
    javascript("granted", "download", GATED, "model.bin", folder.resolve("downloaded").toString());

    assertThat(hub.requests())
        .filteredOn(request -> request.origin() == LoggedRequest.Origin.CONTENT)
        .isNotEmpty()
        .noneMatch(LoggedRequest::authorized);
  }

  @Test
  void javascript_fills_a_cache_with_a_whole_repository() throws Exception {
    var answer = javascript("granted", "snapshot", GATED, folder.resolve("cache").toString());

    assertThat(answer.status()).as(answer.text()).isZero();
    for (var file : List.of("config.yaml", "README.md", "model.bin", "parts/plda/plda.npz")) {
      assertThat(Path.of(answer.text()).resolve(file))
          .hasSameBinaryContentAs(folder.resolve("hub").resolve(GATED).resolve(file));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', HubApiError 401",
    "terms-not-accepted, HubApiError 403",
    "awaiting-review, HubApiError 403",
    "rejected, HubApiError 403",
    "fine-grained-not-gated, HubApiError 403",
    "expired, HubApiError 401",
  })
  void javascript_is_refused_at_the_gate(String account, String refusal) throws Exception {
    var target = folder.resolve("downloaded");

    assertThat(javascript(account, "download", GATED, "model.bin", target.toString()))
        .isEqualTo(new Answer(3, refusal));
    assertThat(target).doesNotExist();
  }

  private Answer javascript(String account, String... arguments) throws Exception {
    return client.ask(hub.endpoint(), account, arguments);
  }
}
