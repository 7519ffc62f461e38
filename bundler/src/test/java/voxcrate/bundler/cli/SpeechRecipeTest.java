package voxcrate.bundler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.bundler.VoxcrateBundler;
import voxcrate.bundler.build.SmallPrograms;
import voxcrate.bundler.practice.Gate;
import voxcrate.bundler.practice.GateState;
import voxcrate.bundler.practice.PracticeAccount;
import voxcrate.bundler.practice.PracticeConfig;
import voxcrate.bundler.practice.PracticeHub;
import voxcrate.bundler.scene.TokenFile;
import voxcrate.cli.Program;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;

/// Recipes that are made of others, as people type them: the gates of the real `speech` on a
/// practice hub, and a recipe of one's own whose models are small enough to fetch.
final class SpeechRecipeTest {
  private static final String COMMUNITY = "pyannote/speaker-diarization-community-1";
  private static final String SEGMENTATION = "pyannote/segmentation-3.0";
  private static final String PIPELINE = "pyannote/speaker-diarization-3.1";
  private static final String FIRST = "acme/first";
  private static final String SECOND = "acme/second";
  private static final String TOKEN = PracticeAccount.tokenOf("granted");

  @TempDir Path folder;
  private PracticeHub hub;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  @BeforeEach
  void start() throws IOException {
    var served = folder.resolve("hub");
    for (var name : List.of(COMMUNITY, SEGMENTATION, PIPELINE, FIRST, SECOND)) {
      var repository = Files.createDirectories(served.resolve(name));
      for (var file : List.of("config.yaml", "config.json", "model.safetensors")) {
        Files.writeString(repository.resolve(file), name + " " + file);
      }
    }
    hub =
        PracticeHub.start(
            served,
            PracticeConfig.open()
                .gate(COMMUNITY, Gate.AUTO)
                .gate(SEGMENTATION, Gate.AUTO)
                .gate(PIPELINE, Gate.AUTO)
                .gate(FIRST, Gate.AUTO));
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private int run(String... arguments) throws IOException {
    var token = TokenFile.in(folder, TOKEN);
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--endpoint", hub.endpoint().toString(), "--token-file", token.toString()));
    all.addAll(List.of("--lock", lock().toString()));
    out = new StringWriter();
    err = new StringWriter();
    return Program.run(
        new VoxcrateBundler(),
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        all.toArray(String[]::new));
  }

  private Path lock() {
    return folder.resolve("voxcrate.lock");
  }

  private String page(String repository) {
    return hub.endpoint() + "/" + repository;
  }

  private void close(String... repositories) {
    for (var repository : repositories) {
      hub.change("granted", repository, GateState.TERMS);
    }
  }

  @Test
  void access_to_one_of_the_two_pipelines_is_enough_for_speech() throws Exception {
    close(COMMUNITY);

    assertThat(run("access", "speech", "--languages", "en")).as(err.toString()).isZero();
    assertThat(out.toString())
        .containsPattern("terms not accepted +" + COMMUNITY)
        .containsPattern("choice +diarization: diarization-3.1 .*" + COMMUNITY);
  }

  @Test
  void access_names_the_page_that_is_enough_and_the_others() throws Exception {
    close(COMMUNITY, SEGMENTATION, PIPELINE);

    assertThat(run("access", "speech")).isEqualTo(3);
    assertThat(err.toString())
        .contains("VX-HUB-014: Model agreement not accepted")
        .containsPattern("(?s)one is enough; for diarization-community-1:.*open " + page(COMMUNITY))
        .contains("instead, for diarization-3.1: " + page(SEGMENTATION) + " and " + page(PIPELINE));
  }

  @Test
  void access_tells_programs_which_one_it_would_be() throws Exception {
    close(COMMUNITY, PIPELINE);

    assertThat(run("access", "speech", "--json")).isEqualTo(3);
    var document = JsonReader.readObject(out.toString().getBytes(StandardCharsets.UTF_8));
    assertThat(document.flag("granted")).isFalse();
    assertThat(document.objects("choices"))
        .singleElement()
        .satisfies(
            choice -> {
              assertThat(choice.text("recipe")).isEqualTo("diarization-community-1");
              assertThat(choice.text("reason")).isEqualTo("nothing-granted");
            });
  }

  @Test
  void pipeline_that_is_asked_for_is_the_only_one_that_counts() throws Exception {
    close(COMMUNITY);
    assertThat(run("access", "speech", "--diarization", "community-1")).isEqualTo(3);
    assertThat(err.toString()).contains("VX-HUB-004", page(COMMUNITY)).doesNotContain(PIPELINE);

    // Without a recipe it is of the usual one.
    assertThat(run("access", "--diarization", "3.1")).isZero();
    assertThat(out.toString()).contains("diarization-3.1 (as asked)").doesNotContain(COMMUNITY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--languages   | en,tlh | VX-HUB-053 | en, de, fr, es, it",
        "--languages   | en_GB  | VX-HUB-053 | en, de, fr, es, it",
        "--diarization | 2.1    | VX-HUB-054 | diarization-community-1 or diarization-3.1",
      })
  void unknown_language_or_pipeline_is_told_with_those_that_there_are(
      String option, String value, String code, String known) throws Exception {
    assertThat(run("plan", option, value)).isEqualTo(2);
    assertThat(err.toString()).contains(code, known);
    assertThat(hub.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"--languages, de", "--diarization, 3.1"})
  void option_that_nothing_leaves_open_is_a_mistake(String option, String value) throws Exception {
    assertThat(run("plan", "whisper-base", option, value)).isEqualTo(2);
    assertThat(err.toString()).contains(option, "speech");
    assertThat(hub.requests()).isEmpty();
  }

  @Test
  void build_without_a_granted_pipeline_says_that_text_needs_none() throws Exception {
    close(COMMUNITY, SEGMENTATION, PIPELINE);
    var bundles = folder.resolve("out");

    assertThat(run("build", "--out", bundles.toString(), "--dist", dist().toString()))
        .as(err.toString())
        .isEqualTo(3);
    assertThat(err.toString()).contains("VX-HUB-014", page(COMMUNITY), "--no-token");
    assertThat(bundles).doesNotExist();
  }

  private Path dist() throws IOException {
    return SmallPrograms.in(folder.resolve("dist"));
  }

  /// The same kind of choice between models that the practice hub has.
  private Path own() throws IOException {
    return Files.writeString(
        folder.resolve("own.json"),
        """
        {"_type": "voxcrate-recipe/1", "name": "ours", "title": "Ours",
         "choices": {"words": ["whisper:acme/first", "whisper:acme/second"]}}
        """);
  }

  private int fetch(String... more) throws IOException {
    var all = new ArrayList<>(List.of("fetch", "--recipe", own().toString(), "--no-hub-cache"));
    all.addAll(List.of("--cache-dir", folder.resolve("models").toString()));
    all.addAll(List.of(more));
    return run(all.toArray(String[]::new));
  }

  private String lockedChoice() throws IOException {
    return JsonReader.readObject(Files.readAllBytes(lock())).object("choices").text("words");
  }

  @Test
  void choice_is_locked_and_made_again_with_update_only() throws Exception {
    close(FIRST);
    assertThat(fetch()).as(err.toString()).isZero();
    assertThat(err.toString()).contains("whisper:acme/second", FIRST + " terms not accepted");
    assertThat(lockedChoice()).isEqualTo("whisper:acme/second");
    var locked = Files.readString(lock());

    hub.change("granted", FIRST, GateState.ACCEPTED);
    int before = hub.requests().size();
    assertThat(fetch()).isZero();
    assertThat(hub.requests()).hasSize(before);
    assertThat(lock()).hasContent(locked);

    assertThat(fetch("--update")).isZero();
    assertThat(err.toString()).contains("whisper:acme/first (the best");
    assertThat(lockedChoice()).isEqualTo("whisper:acme/first");
  }

  @Test
  void plan_shows_files_also_where_nothing_is_granted_and_ends_3() throws Exception {
    hub.close();
    hub =
        PracticeHub.start(
            folder.resolve("hub"),
            PracticeConfig.open().gate(FIRST, Gate.AUTO).gate(SECOND, Gate.AUTO));
    close(FIRST, SECOND);

    assertThat(run("plan", "--recipe", own().toString())).isEqualTo(3);
    assertThat(out.toString()).contains(FIRST, "model.safetensors", "none is granted");
    assertThat(err.toString()).contains("VX-HUB-014", page(FIRST), page(SECOND));
    assertThat(lock()).doesNotExist();

    assertThat(fetch()).isEqualTo(3);
    assertThat(folder.resolve("models/torch")).doesNotExist();
  }

  @Test
  void recipe_of_ones_own_that_names_no_recipe_is_told() throws Exception {
    var wrong =
        Files.writeString(
            own(), Files.readString(own()).replace("whisper:acme/second", "whisper-huge"));

    assertThat(run("plan", "--recipe", wrong.toString())).isEqualTo(7);
    assertThat(err.toString()).contains("VX-HUB-052", "ours", "whisper-huge");
  }

  @Test
  void recipes_lists_what_is_made_of_others() throws Exception {
    int status =
        Program.run(
            new VoxcrateBundler(),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            "recipes",
            "--json");

    assertThat(status).isZero();
    var recipes =
        JsonReader.readObject(out.toString().getBytes(StandardCharsets.UTF_8)).objects("recipes");
    assertThat(recipes)
        .extracting(recipe -> recipe.text("name"))
        .startsWith("speech", "speech-small", "everything", "diarization-3.1");
    assertThat(recipes.getFirst().object("choices").array("diarization"))
        .containsExactly(Json.of("diarization-community-1"), Json.of("diarization-3.1"));
  }
}
