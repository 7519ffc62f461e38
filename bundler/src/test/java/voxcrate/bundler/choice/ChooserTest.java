package voxcrate.bundler.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.recipe.Choice;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeFile;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundle.recipe.RecipeRepository.Role;
import voxcrate.bundle.recipe.Selection;
import voxcrate.bundler.hub.AccessChecker;
import voxcrate.bundler.hub.HubClient;
import voxcrate.bundler.hub.HubCode;
import voxcrate.bundler.lock.Lock;
import voxcrate.bundler.lock.LockCode;
import voxcrate.bundler.plan.Resolver;
import voxcrate.bundler.practice.Fault;
import voxcrate.bundler.practice.Gate;
import voxcrate.bundler.practice.GateState;
import voxcrate.bundler.practice.PracticeConfig;
import voxcrate.bundler.practice.PracticeRepository;
import voxcrate.bundler.scene.HubScene;
import voxcrate.problem.ErrorCode;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.ToolException;

/// The choice of the recipe `speech`, in small: one gated repository with everything inside, else
/// two gated ones and an open one.
final class ChooserTest {
  private static final String WHOLE = "acme/whole";
  private static final List<String> PARTS =
      List.of("config.yaml", "embedding/pytorch_model.bin", "segmentation/pytorch_model.bin");
  private static final String NEW = "diarization-new";
  private static final String OLD = "diarization-old";

  @TempDir Path folder;
  private HubScene scene;
  private Selection selection = Selection.NOTHING;

  @BeforeEach
  void start() throws Exception {
    var whole = folder.resolve(WHOLE);
    for (var part : PARTS) {
      var file = whole.resolve(part);
      Files.createDirectories(file.getParent());
      Files.writeString(file, part);
    }
    scene = HubScene.start(folder, PracticeConfig.open().gate(WHOLE, Gate.AUTO));
    var pinned =
        new RecipeRepository(
            WHOLE,
            PracticeRepository.commitOf(whole),
            true,
            "MIT",
            Role.PIPELINE,
            PARTS.stream().map(RelativePath::new).map(RecipeFile::named).toList());
    selection =
        new Selection(
            List.of(),
            List.of(
                new Choice(
                    "diarization",
                    List.of(
                        Recipe.pinned(NEW, "New", true, List.of(pinned)),
                        Recipe.pinned(OLD, "Old", true, scene.recipe().pinned())),
                    false)));
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  private void stand(String whole, String segmentation, String pipeline) {
    scene.hub().change("granted", WHOLE, GateState.valueOf(whole));
    scene.hub().change("granted", HubScene.SEGMENTATION, GateState.valueOf(segmentation));
    scene.hub().change("granted", HubScene.PIPELINE, GateState.valueOf(pipeline));
  }

  private Chosen choose(HubClient client) throws InterruptedException {
    return Chooser.asking(client).choose(selection, Lock.EMPTY);
  }

  private static Lock locked(String recipe) {
    return Lock.EMPTY.choosing(Map.of("diarization", recipe));
  }

  private static void assertStops(ThrowingRunnable work, ErrorCode code, ExitStatus exit) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            ToolException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo(code);
              assertThat(e.problem().code().exit()).isEqualTo(exit);
            });
  }

  private interface ThrowingRunnable {
    void run() throws Exception;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ACCEPTED | ACCEPTED | ACCEPTED | diarization-new | the best of those that are granted",
        "ACCEPTED | TERMS    | TERMS    | diarization-new | the best of those that are granted",
        "TERMS    | ACCEPTED | ACCEPTED | diarization-old | acme/whole terms not accepted",
        "PENDING  | ACCEPTED | ACCEPTED | diarization-old | acme/whole awaiting review",
        "REJECTED | ACCEPTED | ACCEPTED | diarization-old | acme/whole rejected",
      })
  void best_that_is_granted_is_taken_and_the_reason_told(
      String whole, String segmentation, String pipeline, String taken, String because)
      throws Exception {
    stand(whole, segmentation, pipeline);

    var chosen = choose(scene.client("granted")).required();

    assertThat(chosen.recipes()).extracting(Recipe::name).containsExactly(taken);
    assertThat(chosen.toLock()).containsExactly(Map.entry("diarization", taken));
    assertThat(chosen.decisions())
        .singleElement()
        .satisfies(
            decision ->
                assertThat(decision.line()).startsWith("diarization: " + taken).contains(because));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TERMS    | TERMS    | TERMS    | diarization-new | Model agreement not accepted",
        "PENDING  | ACCEPTED | TERMS    | diarization-new | Cannot access gated repository",
        "REJECTED | ACCEPTED | TERMS    | diarization-old | Model agreement not accepted",
        "REJECTED | REJECTED | ACCEPTED | diarization-new | Cannot access gated repository",
      })
  void none_granted_is_told_with_every_page_and_what_is_nearest(
      String whole, String segmentation, String pipeline, String nearest, String headline)
      throws Exception {
    stand(whole, segmentation, pipeline);

    var chosen = choose(scene.client("granted"));

    assertThat(chosen.recipes()).extracting(Recipe::name).containsExactly(nearest);
    assertThat(chosen.toLock()).isEmpty();
    assertThat(chosen.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo(HubCode.NOTHING_GRANTED);
              assertThat(problem.headline()).isEqualTo(headline);
              assertThat(problem.remedy()).contains("one is enough; for " + nearest + ":");
              assertThat(problem.render())
                  .contains(scene.endpoint() + "/" + WHOLE)
                  .contains(
                      segmentation.equals("ACCEPTED") ? HubScene.PIPELINE : HubScene.SEGMENTATION);
            });
    assertStops(chosen::required, HubCode.NOTHING_GRANTED, ExitStatus.ACCESS);
  }

  @Test
  void gate_that_is_open_is_not_among_the_pages() throws Exception {
    stand("TERMS", "ACCEPTED", "TERMS");

    assertThat(choose(scene.client("granted")).problems().getFirst().render())
        .contains(scene.endpoint() + "/" + HubScene.PIPELINE)
        .doesNotContain(scene.endpoint() + "/" + HubScene.SEGMENTATION);
  }

  @Test
  void without_a_token_the_way_to_one_comes_first_and_then_the_pages() throws Exception {
    var problem = choose(scene.clientWithoutToken()).problems().getFirst();

    assertThat(problem.code()).isEqualTo(HubCode.TOKEN_MISSING);
    assertThat(problem.render())
        .contains(scene.address().newToken().toString())
        .contains("agree to the terms: " + scene.endpoint() + "/" + WHOLE)
        .contains(scene.endpoint() + "/" + HubScene.PIPELINE);
  }

  @Test
  void rejected_token_is_no_question_of_terms() throws Exception {
    var problem = choose(scene.client("expired")).problems().getFirst();

    assertThat(problem.code()).isEqualTo(HubCode.TOKEN_REJECTED);
    assertThat(problem.headline()).isEqualTo("Invalid HuggingFace token");
  }

  @Test
  void gate_that_nobody_could_ask_is_not_taken_for_closed() throws Exception {
    scene.hub().inject(new Fault.Unavailable(WHOLE + "/auth-check", 503, Fault.ALWAYS));

    assertStops(() -> choose(scene.client("granted")), HubCode.HUB_UNWELL, ExitStatus.NETWORK);
  }

  @Test
  void closed_gate_outweighs_one_that_nobody_could_ask() throws Exception {
    stand("TERMS", "TERMS", "TERMS");
    scene.hub().inject(new Fault.Unavailable(WHOLE + "/auth-check", 503, Fault.ALWAYS));

    assertThat(choose(scene.client("granted")).problems().getFirst().code().exit())
        .isEqualTo(ExitStatus.ACCESS);
  }

  @Test
  void what_is_locked_is_not_chosen_again_and_nobody_is_asked() throws Exception {
    var client = scene.client("granted");

    var chosen = Chooser.asking(client).choose(selection, locked(OLD));

    assertThat(chosen.recipes()).extracting(Recipe::name).containsExactly(OLD);
    assertThat(chosen.decisions().getFirst().line()).contains("as locked");
    assertThat(scene.hub().requests()).isEmpty();
    assertThat(Chooser.offline().choose(selection, locked(OLD)).recipes())
        .isEqualTo(chosen.recipes());
  }

  @ParameterizedTest
  @CsvSource({"old", "diarization-old"})
  void what_somebody_asks_for_outranks_the_lock(String asked) throws Exception {
    var choice = selection.choices().getFirst();
    var one = choice.asking(choice.find(asked).orElseThrow());

    var chosen =
        Chooser.asking(scene.client("granted"))
            .choose(new Selection(List.of(), List.of(one)), locked(NEW));

    assertThat(chosen.toLock()).containsExactly(Map.entry("diarization", OLD));
    assertThat(scene.hub().requests()).isEmpty();
  }

  @Test
  void lock_that_names_something_else_stops() {
    assertStops(
        () -> Chooser.offline().choose(selection, locked("diarization-other")),
        LockCode.DIFFERS,
        ExitStatus.VERIFICATION);
  }

  @Test
  void without_hub_and_lock_nothing_can_be_chosen() {
    assertStops(
        () -> Chooser.offline().choose(selection, Lock.EMPTY),
        LockCode.NOT_LOCKED,
        ExitStatus.INPUT);
  }

  @Test
  void leaving_out_what_is_gated_asks_nobody_and_locks_nothing() throws Exception {
    var chosen = Chooser.leavingOutGated().choose(selection, Lock.EMPTY);

    assertThat(chosen.recipes()).extracting(Recipe::name).containsExactly(NEW);
    assertThat(chosen.toLock()).isEmpty();
  }

  @Test
  void waiting_goes_on_as_long_as_one_alternative_can_still_open() throws Exception {
    var resolver = Resolver.offline();
    var survey = GateSurvey.of(selection, Lock.EMPTY, resolver);
    var checker = new AccessChecker(scene.client("granted"));
    stand("REJECTED", "TERMS", "ACCEPTED");

    var report =
        checker.await(
            survey.repositories(),
            survey::isWorthWaitingFor,
            _ -> scene.hub().change("granted", HubScene.SEGMENTATION, GateState.ACCEPTED),
            _ -> {});

    assertThat(survey.isEnough(report)).isTrue();
    assertThat(report.isGranted()).isFalse();
    assertThat(survey.decisions(report))
        .extracting(Decision::recipe)
        .extracting(Recipe::name)
        .containsExactly(OLD);
  }
}
