package voxcrate.bundler.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import voxcrate.bundler.practice.PracticeAccount;

/// A hub client that shares no line with ours, in a process of its own. `scripts/oracles` installs
/// both; without them a test is skipped.
///
/// @param command what every run begins with
/// @param environment all that the process sees, before what a run adds
/// @param errors takes what the process writes to standard error
public record OracleClient(List<String> command, Map<String, String> environment, Path errors) {
  private static final Path SOURCE = Path.of(System.getProperty("voxcrate.source"));
  private static final Path ORACLES = SOURCE.resolve("target/oracles");
  private static final Path SCRIPTS =
      SOURCE.resolve("bundler/src/test/resources/voxcrate/bundler/practice");
  private static final long PATIENCE_SECONDS = 60;

  /// @param status 0 done, 3 refused
  public record Answer(int status, String text) {}

  /// The Python client.
  ///
  /// @param folder in which it keeps its home
  public static OracleClient python(Path folder) {
    var python = ORACLES.resolve("venv/bin/python");
    assumeTrue(
        Files.isExecutable(python), "no Python hub client: run scripts/oracles with a network");
    var environment =
        Map.of(
            "HF_HOME", folder.resolve("home").toString(),
            "HF_HUB_DISABLE_TELEMETRY", "1",
            "HF_HUB_DISABLE_PROGRESS_BARS", "1",
            "HF_HUB_DISABLE_UPDATE_CHECK", "1");
    return new OracleClient(
        List.of(python.toString(), SCRIPTS.resolve("hub_client.py").toString()),
        environment,
        folder.resolve("errors"));
  }

  /// The Python client where it has its transfer library in Rust, which it uses for files in Xet
  /// storage.
  public static OracleClient pythonWithTransfer(Path folder) throws IOException {
    var client = python(folder);
    try (var versions = Files.newDirectoryStream(ORACLES.resolve("venv/lib"))) {
      boolean there = false;
      for (var version : versions) {
        there |= Files.isDirectory(version.resolve("site-packages/hf_xet"));
      }
      assumeTrue(there, "no hf_xet beside the Python hub client: run scripts/oracles again");
    }
    return client;
  }

  /// The JavaScript client.
  ///
  /// @param folder in which it keeps its home
  public static OracleClient javascript(Path folder) {
    var client = ORACLES.resolve("npm");
    assumeTrue(
        Files.isDirectory(client.resolve("node_modules/@huggingface/hub")),
        "no JavaScript hub client: run scripts/oracles with a network");
    var node = onThePath("node");
    assumeTrue(node.isPresent(), "no node on this machine");
    return new OracleClient(
        List.of(node.get().toString(), SCRIPTS.resolve("hub_client.mjs").toString()),
        Map.of("HUB_CLIENT", client.toString(), "HOME", folder.resolve("home").toString()),
        folder.resolve("errors"));
  }

  private static Optional<Path> onThePath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(place -> Path.of(place, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// Asks the hub at `endpoint`. The token travels in the environment and nowhere else.
  ///
  /// @param account whose token is sent; empty for none
  public Answer ask(URI endpoint, String account, String... arguments) throws Exception {
    var variables = new HashMap<>(Map.of("HF_ENDPOINT", endpoint.toString()));
    if (!account.isEmpty()) {
      variables.put("HF_TOKEN", PracticeAccount.tokenOf(account));
    }
    return run(variables, arguments);
  }

  /// @param variables are added to the environment
  public Answer run(Map<String, String> variables, String... arguments) throws Exception {
    var whole = new ArrayList<>(command);
    whole.addAll(List.of(arguments));
    var builder = new ProcessBuilder(whole).redirectError(errors.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().putAll(variables);
    var process = builder.start();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(errors)).isIn(0, 3);
    return new Answer(process.exitValue(), text.strip());
  }
}
