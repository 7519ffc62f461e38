package voxcrate.bundler.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static voxcrate.bundler.practice.PracticeFolder.GATED;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundler.practice.LoggedRequest.Origin;
import voxcrate.bundler.scene.OracleClient;
import voxcrate.bundler.scene.OracleClient.Answer;

/// The hub's own clients take up the offer of Xet storage: Python with the transfer library in Rust
/// that it uses for this alone, and JavaScript. `scripts/oracles` installs them.
final class XetClientTest {
  /// More than one xorb.
  private static final int LARGE_BYTES = 40_000_000;

  @TempDir Path folder;
  @AutoClose private PracticeHub hub;

  @BeforeEach
  void start() throws Exception {
    var served = PracticeFolder.in(folder.resolve("hub"));
    var large = new byte[LARGE_BYTES];
    new Random(11).nextBytes(large);
    Files.write(served.resolve(GATED).resolve("large.bin"), large);
    hub = PracticeHub.start(served, PracticeFolder.config().withXet(GATED));
  }

  private Path served(String file) {
    return folder.resolve("hub").resolve(GATED).resolve(file);
  }

  private List<LoggedRequest> at(Origin origin) {
    return hub.requests().stream().filter(request -> request.origin() == origin).toList();
  }

  @Test
  void python_with_its_transfer_library_puts_files_together_from_xorbs() throws Exception {
    var answer =
        OracleClient.pythonWithTransfer(folder).ask(hub.endpoint(), "granted", "snapshot", GATED);

    assertThat(answer.status()).as(answer.text()).isZero();
    for (var file : List.of("config.yaml", "model.bin", "parts/plda/plda.npz", "large.bin")) {
      assertThat(Path.of(answer.text()).resolve(file)).hasSameBinaryContentAs(served(file));
    }
    assertXorbsOnly();
  }

  @Test
  void javascript_puts_a_file_together_from_xorbs() throws Exception {
    var target = folder.resolve("downloaded");

    var answer =
        OracleClient.javascript(folder)
            .ask(hub.endpoint(), "granted", "download", GATED, "large.bin", target.toString());

    assertThat(answer).isEqualTo(new Answer(0, "downloaded"));
    assertThat(target).hasSameBinaryContentAs(served("large.bin"));
    assertXorbsOnly();
  }

  /// No large file came by the ordinary redirect; each origin has seen its own kind of token, and
  /// the content origin none.
  private void assertXorbsOnly() {
    assertThat(at(Origin.CONTENT))
        .isNotEmpty()
        .allMatch(request -> request.path().startsWith("/xorbs/"))
        .allMatch(request -> request.status() == 206)
        .noneMatch(LoggedRequest::authorized);
    assertThat(at(Origin.XET))
        .filteredOn(request -> request.path().startsWith("/v2/reconstructions/"))
        .isNotEmpty()
        .allMatch(request -> request.status() == 200);
    assertThat(at(Origin.HUB)).anyMatch(request -> request.path().contains("/xet-read-token/"));
  }

  @Test
  void python_without_access_gets_no_token_of_the_storage() throws Exception {
    var answer =
        OracleClient.pythonWithTransfer(folder)
            .ask(hub.endpoint(), "terms-not-accepted", "snapshot", GATED);

    assertThat(answer).isEqualTo(new Answer(3, "GatedRepoError 403"));
    assertThat(at(Origin.XET)).isEmpty();
    assertThat(at(Origin.CONTENT)).isEmpty();
  }
}
