package voxcrate.bundler.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The hub's own Python client, without a network. `scripts/oracles` installs it; without it a test
/// is skipped.
public final class HubClientOracle {
  private static final Path PYTHON =
      Path.of(System.getProperty("voxcrate.source")).resolve("target/oracles/venv/bin/python");
  private static final String FIND =
      """
      import sys, huggingface_hub as h
      print(h.hf_hub_download(sys.argv[1], sys.argv[2]))
      print(h.snapshot_download(sys.argv[1]))
      """;

  private HubClientOracle() {}

  public static HubClientOracle installed() {
    assumeTrue(
        Files.isExecutable(PYTHON), "no huggingface_hub: run scripts/oracles with a network");
    return new HubClientOracle();
  }

  /// @param cache folder with `models--ORG--NAME`
  public void requireFound(Path cache, String repository, String file) throws Exception {
    var builder =
        new ProcessBuilder(List.of(PYTHON.toString(), "-c", FIND, repository, file))
            .redirectErrorStream(true);
    builder.environment().put("HF_HUB_CACHE", cache.toString());
    builder.environment().put("HF_HUB_OFFLINE", "1");
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains(cache.toString());
  }
}
