package voxcrate.bundler.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundle.RelativePath;
import voxcrate.progress.ProgressListener;

/// Single answers of a hub, one wire behaviour each.
final class HubClientTest {
  private static final String TOKEN = "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";
  private static final String COMMIT = "84fd25912480287da0247647c3d2b4853cb3ee5d";
  private static final String INFO =
      "{\"id\": \"acme/model\", \"sha\": \""
          + COMMIT
          + "\", \"gated\": \"auto\", \"cardData\": {\"license\": \"mit\"}}";

  private final MockWebServer hub = new MockWebServer();
  private final MockWebServer other = new MockWebServer();
  private final List<Duration> pauses = new ArrayList<>();
  private final RepositoryInfo question = new RepositoryInfo("acme/model", "main");
  private HubClient client = client(HubAddress.PUBLIC);

  @BeforeEach
  void start() throws Exception {
    hub.start();
    other.start();
    client = client(HubAddress.of("http://127.0.0.1:" + hub.getPort()));
  }

  @AfterEach
  void stop() {
    client.close();
    hub.close();
    other.close();
  }

  private HubClient client(HubAddress address) {
    return new HubClient(
        HubSettings.of(address, "voxcrate-test/1"),
        FoundToken.pasted(TOKEN),
        new RetryPolicy(5, pauses::add, new Random(1)),
        ProgressListener.SILENT);
  }

  private static MockResponse.Builder answer(int status) {
    return new MockResponse.Builder().code(status);
  }

  private void enqueue(MockResponse.Builder... answers) {
    for (var answer : answers) {
      hub.enqueue(answer.build());
    }
  }

  private <T> HubTrouble trouble(HubEndpoint<T> endpoint) throws InterruptedException {
    var outcome = client.ask(endpoint);
    assertThat(outcome).isInstanceOf(HubOutcome.Failed.class);
    return ((HubOutcome.Failed<T>) outcome).trouble();
  }

  private <T> T value(HubOutcome<T> outcome) {
    assertThat(outcome).isInstanceOf(HubOutcome.Answer.class);
    return ((HubOutcome.Answer<T>) outcome).value();
  }

  @Test
  void request_says_who_asks_and_wants_no_compression() throws Exception {
    enqueue(answer(200).body(INFO));

    var state = value(client.ask(question));

    assertThat(state)
        .isEqualTo(new RepositoryInfo.State("acme/model", COMMIT, true, Optional.of("MIT")));
    var request = hub.takeRequest();
    assertThat(request.getTarget()).isEqualTo("/api/models/acme/model/revision/main");
    assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer " + TOKEN);
    assertThat(request.getHeaders().get("Accept-Encoding")).isEqualTo("identity");
    assertThat(request.getHeaders().get("User-Agent"))
        .matches("voxcrate-test/1; java/\\d+; okhttp/5\\.[0-9.]+");
  }

  @Test
  void revision_is_one_segment_and_a_path_keeps_its_slashes() throws Exception {
    enqueue(answer(200).body(INFO), answer(200).setHeader("ETag", "\"" + COMMIT + "\""));

    value(client.ask(new RepositoryInfo("acme/model", "refs/pr/1")));
    value(client.ask(new Resolve("acme/model", "refs/pr/1", new RelativePath("a b/c#d.bin"))));

    assertThat(hub.takeRequest().getTarget())
        .isEqualTo("/api/models/acme/model/revision/refs%2Fpr%2F1");
    assertThat(hub.takeRequest().getTarget())
        .isEqualTo("/acme/model/resolve/refs%2Fpr%2F1/a%20b/c%23d.bin");
  }

  @Test
  void renamed_repository_is_followed_with_the_token() throws Exception {
    enqueue(
        answer(307).setHeader("Location", "/api/models/acme/renamed/revision/main"),
        answer(200).body(INFO.replace("acme/model", "acme/renamed")));

    assertThat(value(client.ask(question)).name()).isEqualTo("acme/renamed");
    hub.takeRequest();
    assertThat(hub.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer " + TOKEN);
  }

  /// Where a whole answer of the API is said to be at another origin, nobody is asked there.
  @Test
  void api_answers_come_from_the_hub_only() throws Exception {
    enqueue(answer(302).setHeader("Location", "http://127.0.0.1:" + other.getPort() + "/x"));

    assertThat(trouble(question)).isInstanceOf(HubTrouble.Garbled.class);
    assertThat(other.getRequestCount()).isZero();
  }

  /// The old name says nothing of the file, the new one does.
  @Test
  void renamed_repository_states_its_content_under_the_new_name() throws Exception {
    enqueue(
        answer(307).setHeader("Location", "/acme/renamed/resolve/main/config.yaml"),
        answer(200).setHeader("ETag", "\"" + COMMIT + "\"").body("bytes"));

    var file = new Resolve("acme/model", "main", new RelativePath("config.yaml"));
    try (var content = value(client.content(file).open(ByteRange.whole(5), Optional.empty()))) {
      assertThat(content.stated().gitBlob()).isPresent();
    }
  }

  @Test
  void content_comes_from_elsewhere_without_the_token_and_without_returning_it() throws Exception {
    var elsewhere = "http://127.0.0.1:" + other.getPort() + "/content?Signature=secret";
    enqueue(
        answer(302).setHeader("Location", elsewhere).setHeader("X-Linked-ETag", "\"abc\""),
        answer(200).body("bytes"));
    other.enqueue(
        answer(302).setHeader("Location", "http://127.0.0.1:" + hub.getPort() + "/back").build());

    var file = new Resolve("acme/model", COMMIT, new RelativePath("model.bin"));
    try (var content = value(client.content(file).open(ByteRange.whole(5), Optional.empty()))) {
      assertThat(content.stream().readAllBytes()).asString().isEqualTo("bytes");
    }

    assertThat(hub.takeRequest().getHeaders().get("Authorization")).isNotNull();
    assertThat(other.takeRequest().getHeaders().get("Authorization")).isNull();
    assertThat(hub.takeRequest().getHeaders().get("Authorization")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RateLimit   | \"api\";r=0;t=7  | 8",
        "RateLimit   | \"api\";r=12;t=7 | 0",
        "Retry-After | 11               | 11",
        "X-Nothing   | 1                | 0",
      })
  void rate_limit_is_waited_out_as_the_hub_asks(String header, String value, int seconds)
      throws Exception {
    enqueue(answer(429).setHeader(header, value), answer(200).body(INFO));

    value(client.ask(question));

    assertThat(pauses)
        .singleElement()
        .satisfies(
            pause ->
                assertThat(pause)
                    .isBetween(Duration.ofSeconds(seconds), Duration.ofSeconds(seconds + 1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "503 | 11",
        "503 | Sat, 21 Nov 2026 10:00:11 GMT",
        "503 | Sat, 21 Nov 2026 12:00:11 +0200",
        "500 | 11",
        "429 | Sat, 21 Nov 2026 10:00:11 GMT",
      })
  void pause_is_kept_in_seconds_and_until_a_date_of_the_hubs_own_clock(int status, String after)
      throws Exception {
    var refusal = answer(status).setHeader("Retry-After", after);
    enqueue(refusal.setHeader("Date", "Sat, 21 Nov 2026 10:00:00 GMT"), answer(200).body(INFO));

    value(client.ask(question));

    assertPaused(Duration.ofSeconds(11), Duration.ofSeconds(12));
  }

  private void assertPaused(Duration atLeast, Duration atMost) {
    assertThat(pauses)
        .singleElement()
        .satisfies(pause -> assertThat(pause).isBetween(atLeast, atMost));
  }

  @Test
  void pause_until_a_date_is_counted_by_our_clock_where_the_hub_tells_no_time() throws Exception {
    var soon = Instant.now().plusSeconds(100).atOffset(ZoneOffset.UTC);
    var after = DateTimeFormatter.RFC_1123_DATE_TIME.format(soon);
    enqueue(answer(503).setHeader("Retry-After", after), answer(200).body(INFO));

    value(client.ask(question));

    assertPaused(Duration.ofSeconds(40), Duration.ofSeconds(101));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "soon",
        "-5",
        "Sat, 99 Nov 2026 10:00:11 GMT",
        "Sat, 21 Nov 2020 10:00:11 GMT"
      })
  void pause_that_makes_no_sense_is_our_own_back_off(String after) throws Exception {
    enqueue(answer(503).setHeader("Retry-After", after), answer(200).body(INFO));

    value(client.ask(question));

    assertPaused(Duration.ofMillis(500), Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | 86400",
        "503 | 86400",
        "503 | 999999999999999999",
        "503 | Wed, 21 Nov 2068 10:00:11 GMT",
      })
  void nobody_waits_longer_than_the_hubs_own_window(int status, String after) throws Exception {
    enqueue(answer(status).setHeader("Retry-After", after));

    var trouble = trouble(question);

    assertThat(TroubleProblems.reason(trouble))
        .contains(Integer.toString(status))
        .containsPattern("asks to wait [1-9][0-9]{4,} s");
    assertThat(pauses).isEmpty();
  }

  @Test
  void back_off_doubles_to_eight_seconds_and_ends_after_five_tries() throws Exception {
    for (int i = 0; i < 5; i++) {
      enqueue(answer(503).setHeader("Content-Type", "text/html").body("<html>down</html>"));
    }

    assertThat(trouble(question)).isEqualTo(new HubTrouble.Unwell("127.0.0.1", 503, Duration.ZERO));
    assertThat(hub.getRequestCount()).isEqualTo(5);
    assertThat(pauses).hasSize(4);
    for (int i = 0; i < 4; i++) {
      assertThat(pauses.get(i).toMillis()).isBetween(500L << i, 1000L << i);
    }
  }

  @ParameterizedTest
  @CsvSource({"400", "401", "403", "404", "410", "451"})
  void refusal_is_an_answer_and_is_not_asked_for_again(int status) throws Exception {
    enqueue(answer(status).setHeader("X-Error-Code", "GatedRepo").body("{\"error\": \"no\"}"));

    assertThat(client.ask(question)).isInstanceOf(HubOutcome.Refused.class);
    assertThat(hub.getRequestCount()).isEqualTo(1);
  }

  @Test
  void words_of_a_refusal_are_made_fit_for_a_terminal_and_hold_no_token() throws Exception {
    enqueue(
        answer(403)
            .setHeader("Content-Type", "application/json; charset=utf-8")
            .setHeader("X-Request-Id", "Root=1-abc")
            .body("{\"error\": \"\\u001b[2J" + TOKEN + " is\\nnot " + "x".repeat(1000) + "\"}"));

    var outcome = client.ask(question);

    assertThat(outcome).isInstanceOf(HubOutcome.Refused.class);
    var words = ((HubOutcome.Refused<RepositoryInfo.State>) outcome).refusal().words();
    assertThat(words)
        .contains("(token) is not xxx", "Root=1-abc")
        .doesNotContain("\u001b", "\n", "Practice")
        .hasSizeLessThan(500);
  }

  @Test
  void page_for_browsers_is_never_shown() throws Exception {
    enqueue(answer(403).setHeader("Content-Type", "text/html").body("<html>sign in</html>"));

    var outcome = client.ask(question);

    assertThat(((HubOutcome.Refused<RepositoryInfo.State>) outcome).refusal().words())
        .isEqualTo("status 403, no words");
  }

  @Test
  void sign_in_page_in_place_of_an_answer_is_told_as_such() throws Exception {
    enqueue(answer(200).setHeader("Content-Type", "text/html").body("<html>sign in</html>"));

    assertThat(trouble(question)).isInstanceOf(HubTrouble.Garbled.class);
  }

  @Test
  void masked_digests_are_none() throws Exception {
    var masked = "*".repeat(64);
    enqueue(
        answer(200)
            .body(
                """
                [{"type": "file", "path": "model.bin", "size": 7, "oid": "%s",
                  "lfs": {"oid": "%s", "size": 7, "pointerSize": 3}, "xetHash": "%s"},
                 {"type": "directory", "path": "a", "size": 0, "oid": "%s"},
                 {"type": "file", "path": "a/config.yaml", "size": 3, "oid": "%s"}]
                """
                    .formatted(COMMIT, masked, masked, COMMIT, COMMIT)));

    var files = value(client.list("acme/model", COMMIT));

    assertThat(files).extracting(TreeEntry::path).containsExactly("model.bin", "a/config.yaml");
    assertThat(files.getFirst().content().sha256()).isEmpty();
    assertThat(files.getFirst().content().gitBlob()).as("the pointer's id").isEmpty();
    assertThat(files.getLast().content().gitBlob()).isPresent();
  }

  @Test
  void size_and_digest_of_a_redirect_are_those_the_hub_links_to() throws Exception {
    var digest = "d".repeat(64);
    enqueue(
        answer(302)
            .setHeader("Location", "https://content.invalid/x")
            .setHeader("ETag", "\"" + "e".repeat(64) + "\"")
            .setHeader("X-Linked-ETag", "W/\"" + digest + "\"")
            .setHeader("X-Linked-Size", "5905440"));

    var stated =
        value(client.ask(new Resolve("acme/model", COMMIT, new RelativePath("model.bin"))));

    assertThat(stated.sizeBytes()).hasValue(5_905_440);
    assertThat(stated.sha256().orElseThrow().hex()).isEqualTo(digest);
  }

  @Test
  void nobody_there_is_told_as_such() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    try (var lonely = client(HubAddress.of("http://127.0.0.1:" + port))) {
      assertThat(lonely.ask(question)).isInstanceOf(HubOutcome.Failed.class);
      assertThat(((HubOutcome.Failed<RepositoryInfo.State>) lonely.ask(question)).trouble())
          .isEqualTo(new HubTrouble.Unreachable("127.0.0.1", "no connection", false));
      assertThat(pauses).as("two for each question").hasSize(4);
    }
  }
}
