package voxcrate.journeys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Journey 3: what a person is told at the gate.
final class AccessJourney {
  private static final Path BUNDLER = Source.root().resolve("scripts/voxcrate-bundler");
  private static final Path HUB = Source.root().resolve("scripts/demo-models/hub");

  @TempDir static Path folder;

  private static @Nullable Process hub;
  private static String endpoint = "";

  @BeforeAll
  static void start_the_practice_hub() throws Exception {
    var portFile = folder.resolve("endpoint");
    var started =
        Launch.of(BUNDLER, "hub", "serve", HUB, "--port-file", portFile)
            .start(folder.resolve("hub.out"), folder.resolve("hub.err"));
    hub = started;
    // The file appears in one step when the hub listens; a hub that ends instead is a failure.
    while (!Files.exists(portFile)) {
      if (started.waitFor(Duration.ofMillis(50))) {
        throw new IOException(Files.readString(folder.resolve("hub.err")));
      }
    }
    endpoint = Files.readString(portFile).strip();
  }

  @AfterAll
  static void stop_the_practice_hub() throws InterruptedException {
    if (hub != null) {
      hub.destroy();
      hub.waitFor();
    }
  }

  /// Who asks, and what must be said.
  ///
  /// @param token what the token file holds; null for none, an account's name in angle brackets
  record Visitor(String name, @Nullable String token, int status, List<String> said) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Visitor> visitors() {
    return List.of(
        new Visitor("no token", null, 3, List.of("token", "settings/tokens")),
        new Visitor("malformed token", "secret password", 3, List.of("Invalid HuggingFace token")),
        new Visitor(
            "rejected token",
            "hf_" + "NobodyKnowsThisToken".repeat(2).substring(0, 34),
            3,
            List.of("Invalid HuggingFace token")),
        new Visitor(
            "terms of one model not accepted",
            "<one-of-two-accepted>",
            3,
            List.of("Model agreement not accepted", "voxcrate-demo/speaker-diarization")),
        new Visitor("awaiting review", "<awaiting-review>", 3, List.of("review")),
        new Visitor("granted", "<granted>", 0, List.of("granted")));
  }

  private Launch visit(Visitor visitor) throws Exception {
    var home = Files.createTempDirectory(folder, "home");
    var command = new java.util.ArrayList<Object>(List.of(BUNDLER, "access", "demo"));
    var token = visitor.token();
    if (token != null) {
      command.add("--token-file");
      command.add(tokenFile(home, token));
    }
    return Launch.of(command.toArray())
        .with("HF_ENDPOINT", endpoint)
        .with("HF_HOME", home.toString())
        .with("HOME", home.toString())
        .in(home)
        .run();
  }

  private static Path tokenFile(Path home, String token) throws Exception {
    var file = home.resolve("token");
    if (token.startsWith("<")) {
      var account = token.substring(1, token.length() - 1);
      var made = Launch.of(BUNDLER, "hub", "token", account, "--out", file).run();
      assertThat(made.status()).as(made.all()).isZero();
    } else {
      Files.writeString(file, token, UTF_8);
      Files.setPosixFilePermissions(
          file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    }
    return file;
  }

  @ParameterizedTest
  @MethodSource("visitors")
  void each_visitor_is_told_what_to_do_next(Visitor visitor) throws Exception {
    var answer = visit(visitor);

    assertThat(answer.status()).as(answer.all()).isEqualTo(visitor.status());
    assertThat(answer.all()).contains(visitor.said());
    if (visitor.token() != null && !visitor.token().startsWith("<")) {
      assertThat(answer.all()).doesNotContain(visitor.token());
    }
  }

  @Test
  void no_two_visitors_are_told_the_same() throws Exception {
    Set<String> answers = new HashSet<>();
    for (var visitor : visitors()) {
      answers.add(visit(visitor).all());
    }

    assertThat(answers).hasSameSizeAs(visitors());
  }
}
