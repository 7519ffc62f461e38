package voxcrate.bundler.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundler.practice.Fault;
import voxcrate.bundler.practice.GateState;
import voxcrate.bundler.practice.LoggedRequest.Origin;
import voxcrate.bundler.practice.PracticeAccount;
import voxcrate.bundler.scene.HubScene;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.ToolException;

final class AccessCheckerTest {
  @TempDir Path folder;
  @AutoClose private HubScene scene;

  @BeforeEach
  void start() throws Exception {
    scene = HubScene.start(folder);
  }

  private AccessReport check(HubClient client) throws InterruptedException {
    return new AccessChecker(client).check(scene.recipe().pinned());
  }

  private static List<String> words(AccessReport report) {
    return report.repositories().stream().map(access -> access.status().word()).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"granted", "writer", "fine-grained"})
  void who_may_is_granted_at_both_gates(String account) throws Exception {
    var report = check(scene.client(account));

    assertThat(words(report)).containsExactly("granted", "granted");
    assertThat(report.problems()).isEmpty();
    assertThat(report.exit()).isEqualTo(ExitStatus.DONE);
    assertThat(report.account().orElseThrow().name()).isEqualTo(account);
  }

  @ParameterizedTest
  @CsvSource({
    "terms-not-accepted, terms not accepted, VX-HUB-004, Model agreement not accepted",
    "awaiting-review, awaiting review, VX-HUB-005, Cannot access gated repository",
    "rejected, rejected, VX-HUB-006, Cannot access gated repository",
    "access-reset, access reset, VX-HUB-007, Model agreement not accepted",
    "fine-grained-not-gated, scope missing, VX-HUB-008, Cannot access gated repository",
    "blocked-by-organisation, token blocked, VX-HUB-015, Cannot access gated repository",
    "expired, token rejected, VX-HUB-003, Invalid HuggingFace token",
    "nobody, token rejected, VX-HUB-003, Invalid HuggingFace token",
  })
  void who_may_not_gets_the_reason(String account, String word, String code, String headline)
      throws Exception {
    var report = check(scene.client(account));

    assertThat(words(report)).containsExactly(word, word);
    assertThat(report.problems())
        .isNotEmpty()
        .allSatisfy(
            problem -> {
              assertThat(problem.code().id()).isEqualTo(code);
              assertThat(problem.headline()).isEqualTo(headline);
              assertThat(problem.render()).doesNotContain(PracticeAccount.tokenOf(account));
            });
    assertThat(report.exit()).isEqualTo(ExitStatus.ACCESS);
  }

  @Test
  void without_a_token_the_way_to_one_is_told_once() throws Exception {
    var report = check(scene.clientWithoutToken());

    assertThat(words(report)).containsExactly("no token", "no token");
    assertThat(report.problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.render())
                    .contains("VX-HUB-001", scene.address().newToken().toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fine-grained-not-gated", "blocked-by-organisation", "expired"})
  void what_the_token_decides_for_every_model_is_told_once(String account) throws Exception {
    assertThat(check(scene.client(account)).problems()).hasSize(1);
  }

  @Test
  void terms_of_one_of_two_models_are_told_with_the_page_at_the_hub_in_use() throws Exception {
    scene.hub().change("granted", HubScene.PIPELINE, GateState.TERMS);

    var report = check(scene.client("granted"));

    assertThat(words(report)).containsExactly("granted", "terms not accepted");
    assertThat(report.problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.remedy().getFirst())
                    .startsWith("open " + scene.endpoint() + "/" + HubScene.PIPELINE)
                    .contains("signed in as granted"));
  }

  @Test
  void all_problems_are_told_at_once() throws Exception {
    scene.hub().change("granted", HubScene.SEGMENTATION, GateState.PENDING);
    scene.hub().change("granted", HubScene.PIPELINE, GateState.TERMS);
    var report = check(scene.client("granted"));

    assertThatThrownBy(report::requireGranted)
        .isInstanceOfSatisfying(
            ToolException.class,
            e ->
                assertThat(e.problem().render())
                    .contains(HubScene.SEGMENTATION + ": you agreed; the authors have not answered")
                    .contains(HubScene.PIPELINE + ": the account has not agreed"));
  }

  @Test
  void card_and_licence_that_everybody_gets_prove_nothing() throws Exception {
    check(scene.client("terms-not-accepted"));
    check(scene.client("granted"));

    assertThat(scene.requests(Origin.HUB))
        .noneMatch(request -> request.contains("README.md"))
        .anyMatch(request -> request.contains("HEAD") && request.contains("config.yaml 200"));
  }

  @Test
  void account_is_asked_for_once_a_run() throws Exception {
    var client = scene.client("granted");

    check(client);
    check(client);

    assertThat(scene.requests(Origin.HUB))
        .filteredOn(request -> request.contains("whoami"))
        .hasSize(1);
  }

  @Test
  void open_repository_needs_no_check() throws Exception {
    check(scene.client("granted"));

    assertThat(scene.requests(Origin.HUB)).noneMatch(request -> request.contains("embedding"));
  }

  @ParameterizedTest
  @CsvSource({
    "terms-not-accepted, terms not accepted",
    "awaiting-review, awaiting review",
    "fine-grained-not-gated, scope missing",
    "expired, token rejected",
  })
  void states_are_told_apart_without_error_codes_too(String account, String word) throws Exception {
    scene.hub().inject(new Fault.NoErrorCode());

    assertThat(words(check(scene.client(account)))).containsOnly(word);
  }

  @Test
  void hub_that_is_not_well_decides_nothing() throws Exception {
    scene.hub().inject(new Fault.Unavailable("auth-check", 503, Fault.ALWAYS));

    var report = check(scene.client("granted"));

    assertThat(report.repositories())
        .allMatch(access -> access.status() instanceof AccessStatus.Undecided);
    assertThat(report.exit()).isEqualTo(ExitStatus.NETWORK);
  }

  @Test
  void rate_limit_on_the_account_does_not_hide_the_gates() throws Exception {
    scene.hub().inject(new Fault.Throttled("whoami", 3, Fault.ALWAYS));

    var report = check(scene.client("granted"));

    assertThat(words(report)).containsExactly("granted", "granted");
    assertThat(scene.pauses()).hasSize(4).allMatch(pause -> pause.toSeconds() >= 3);
  }

  @Test
  void access_outweighs_the_network_in_a_mix() throws Exception {
    scene.hub().change("granted", HubScene.SEGMENTATION, GateState.TERMS);
    scene.hub().inject(new Fault.Unavailable("pipeline/auth-check", 502, Fault.ALWAYS));

    assertThat(check(scene.client("granted")).exit()).isEqualTo(ExitStatus.ACCESS);
  }

  @Test
  void waiting_ends_when_the_terms_are_accepted() throws Exception {
    scene.hub().change("granted", HubScene.PIPELINE, GateState.TERMS);
    var rounds = new ArrayList<List<String>>();

    var report =
        new AccessChecker(scene.client("granted"))
            .await(
                scene.recipe().pinned(),
                pause -> scene.hub().change("granted", HubScene.PIPELINE, GateState.ACCEPTED),
                round -> rounds.add(words(round)));

    assertThat(report.isGranted()).isTrue();
    assertThat(rounds)
        .containsExactly(List.of("granted", "terms not accepted"), List.of("granted", "granted"));
  }

  @Test
  void nothing_is_waited_for_that_waiting_cannot_change() throws Exception {
    var report =
        new AccessChecker(scene.client("expired"))
            .await(
                scene.recipe().pinned(),
                pause -> {
                  throw new AssertionError("waited for a rejected token");
                },
                round -> {});

    assertThat(report.isGranted()).isFalse();
  }

  @Test
  void what_cannot_be_a_token_is_sent_nowhere() {
    assertThatThrownBy(() -> scene.clientWithToken("correcthorse"))
        .isInstanceOfSatisfying(
            ToolException.class,
            e -> assertThat(e.problem().code()).isEqualTo(HubCode.TOKEN_MALFORMED));
    assertThat(scene.requests(Origin.HUB)).isEmpty();
  }
}
