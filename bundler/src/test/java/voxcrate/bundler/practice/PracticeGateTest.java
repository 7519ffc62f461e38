package voxcrate.bundler.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static voxcrate.bundler.practice.PracticeFolder.GATED;
import static voxcrate.bundler.practice.PracticeFolder.OPEN;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The decision table of the protocol (4.3, 7.2), row by row.
final class PracticeGateTest {
  private static final String CHECK = "/api/models/" + GATED + "/auth-check";

  @TempDir Path folder;
  private PracticeHub hub;
  private Wire wire;

  @BeforeEach
  void start() throws Exception {
    hub = PracticeHub.start(PracticeFolder.in(folder), PracticeFolder.config());
    wire = new Wire(hub);
  }

  @AfterEach
  void stop() {
    wire.close();
    hub.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"granted", "writer", "fine-grained"})
  void auth_check_lets_those_with_access_in(String account) throws Exception {
    var reply = wire.get(CHECK, account);

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(Wire.text(reply)).isEqualTo("OK");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 401, GatedRepo, is restricted. You must have access to it and be authenticated",
    "terms-not-accepted, 403, GatedRepo, you are not in the authorized list",
    "awaiting-review, 403, GatedRepo, is awaiting a review from the repo authors",
    "rejected, 403, GatedRepo, has been rejected by the repo's authors",
    "access-reset, 403, GatedRepo, has been reset by the repo's authors",
    "fine-grained-not-gated, 403, '', in your fine-grained token settings",
    "expired, 401, '', Invalid username or password.",
    "nobody-knows-me, 401, '', Invalid username or password.",
    "blocked-by-organisation, 403, '', only allows access with approved tokens",
  })
  void refusal_has_its_own_status_code_and_words(
      String account, int status, String code, String message) throws Exception {
    var check = wire.get(CHECK, account);
    var download = wire.get("/" + GATED + "/resolve/main/config.yaml", account);

    assertThat(check.statusCode()).isEqualTo(status);
    assertThat(Wire.header(check, "X-Error-Code")).isEqualTo(code);
    assertThat(Wire.object(check).text("error")).contains(message);
    assertThat(download.statusCode()).isEqualTo(status);
    assertThat(Wire.text(download)).contains(message);
    assertThat(Wire.header(download, "X-Error-Message")).isEqualTo(Wire.text(download));
  }

  @Test
  void unauthorized_answer_asks_for_a_token() throws Exception {
    var reply = wire.head("/" + GATED + "/resolve/main/config.yaml", "");

    assertThat(Wire.header(reply, "WWW-Authenticate")).startsWith("Bearer realm=");
    assertThat(reply.body()).isEmpty();
  }

  @Test
  void model_information_proves_no_access() throws Exception {
    var info = wire.get("/api/models/" + GATED, "");

    assertThat(info.statusCode()).isEqualTo(200);
    assertThat(Wire.object(info).text("gated")).isEqualTo("auto");
  }

  @Test
  void card_is_readable_without_access_and_only_by_resolve() throws Exception {
    assertThat(wire.get("/" + GATED + "/resolve/main/README.md", "").statusCode()).isEqualTo(200);
    assertThat(wire.get("/" + GATED + "/raw/main/README.md", "").statusCode()).isEqualTo(401);
  }

  @Test
  void gate_is_tested_before_revision_and_path() throws Exception {
    var closed = wire.get("/" + GATED + "/resolve/nowhere/missing.txt", "terms-not-accepted");
    var revision = wire.get("/" + GATED + "/resolve/nowhere/missing.txt", "granted");
    var path = wire.get("/" + GATED + "/resolve/main/missing.txt", "granted");

    assertThat(Wire.header(closed, "X-Error-Code")).isEqualTo("GatedRepo");
    assertThat(Wire.header(revision, "X-Error-Code")).isEqualTo("RevisionNotFound");
    assertThat(Wire.header(path, "X-Error-Code")).isEqualTo("EntryNotFound");
    assertThat(Wire.header(path, "X-Repo-Commit")).hasSize(40);
  }

  @Test
  void missing_repository_looks_like_a_private_one_to_strangers() throws Exception {
    var stranger = wire.get("/api/models/acme/none", "");
    var member = wire.get("/api/models/acme/none", "granted");

    assertThat(stranger.statusCode()).isEqualTo(401);
    assertThat(Wire.header(member, "X-Error-Code")).isEqualTo("RepoNotFound");
  }

  @Test
  void bad_token_is_refused_by_open_repositories_too() throws Exception {
    assertThat(wire.get("/api/models/" + OPEN, "").statusCode()).isEqualTo(200);
    assertThat(wire.get("/api/models/" + OPEN, "expired").statusCode()).isEqualTo(401);
  }

  @Test
  void agreeing_to_the_terms_opens_an_automatic_gate() throws Exception {
    var before = wire.get(CHECK, "terms-not-accepted").statusCode();
    var asked = wire.post("/" + GATED + "/ask-access", "terms-not-accepted", "text/plain", "");
    var after = wire.get(CHECK, "terms-not-accepted").statusCode();

    assertThat(before).isEqualTo(403);
    assertThat(asked.statusCode()).isEqualTo(303);
    assertThat(after).isEqualTo(200);
  }

  @Test
  void standing_at_a_gate_changes_while_the_hub_runs() throws Exception {
    hub.change("awaiting-review", GATED, GateState.ACCEPTED);
    hub.change("granted", GATED, GateState.RESET);

    assertThat(wire.get(CHECK, "awaiting-review").statusCode()).isEqualTo(200);
    assertThat(wire.get(CHECK, "granted").statusCode()).isEqualTo(403);
  }

  @Test
  void manual_gate_waits_for_its_authors() throws Exception {
    var config = PracticeFolder.config().gate(GATED, Gate.MANUAL);
    try (var manual = PracticeHub.start(folder, config);
        var client = new Wire(manual)) {
      client.post("/" + GATED + "/ask-access", "terms-not-accepted", "text/plain", "");

      assertThat(Wire.text(client.get(CHECK, "terms-not-accepted"))).contains("awaiting a review");
    }
  }

  @Test
  void whoami_tells_role_and_gated_permission() throws Exception {
    var reader = Wire.object(wire.get("/api/whoami-v2", "granted"));
    var narrow = Wire.object(wire.get("/api/whoami-v2", "fine-grained-not-gated"));

    assertThat(reader.text("name")).isEqualTo("granted");
    assertThat(reader.object("auth").object("accessToken").text("role")).isEqualTo("read");
    var scope = narrow.object("auth").object("accessToken").object("fineGrained");
    assertThat(scope.flag("canReadGatedRepos")).isFalse();
  }

  @Test
  void whoami_refuses_strangers() throws Exception {
    assertThat(wire.get("/api/whoami-v2", "").statusCode()).isEqualTo(401);
    assertThat(wire.get("/api/whoami-v2", "expired").statusCode()).isEqualTo(401);
    assertThat(wire.get("/api/whoami-v2", "blocked-by-organisation").statusCode()).isEqualTo(403);
  }

  @Test
  void write_check_wants_a_write_token() throws Exception {
    assertThat(wire.get(CHECK + "/write", "writer").statusCode()).isEqualTo(200);
    assertThat(wire.get(CHECK + "/write", "granted").statusCode()).isEqualTo(403);
  }
}
