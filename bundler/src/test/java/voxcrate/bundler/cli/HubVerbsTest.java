package voxcrate.bundler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundler.VoxcrateBundler;
import voxcrate.bundler.practice.Gate;
import voxcrate.bundler.practice.GateState;
import voxcrate.bundler.practice.PracticeAccount;
import voxcrate.bundler.practice.PracticeConfig;
import voxcrate.bundler.practice.PracticeHub;
import voxcrate.bundler.scene.BundlerProcess;
import voxcrate.bundler.scene.TokenFile;
import voxcrate.cli.Program;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;

/// The verbs as people type them, against the practice hub with the demo models.
final class HubVerbsTest {
  private static final Path MODELS =
      Path.of(System.getProperty("voxcrate.source"), "scripts", "demo-models", "hub");
  private static final Path BUILT_IN =
      Path.of(System.getProperty("voxcrate.source"), "bundles", "recipes");
  private static final String SEGMENTATION = "voxcrate-demo/segmentation";
  private static final String PIPELINE = "voxcrate-demo/speaker-diarization";

  @TempDir Path folder;
  @AutoClose private PracticeHub hub;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void start() throws IOException {
    hub =
        PracticeHub.start(
            MODELS, PracticeConfig.open().gate(SEGMENTATION, Gate.AUTO).gate(PIPELINE, Gate.AUTO));
  }

  private int run(String token, String... arguments) throws IOException {
    var file = TokenFile.in(folder, token);
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--endpoint", hub.endpoint().toString(), "--token-file", file.toString()));
    all.addAll(List.of("--lock", lock().toString()));
    return Program.run(
        new VoxcrateBundler(),
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        all.toArray(String[]::new));
  }

  private Path lock() {
    return folder.resolve("voxcrate.lock");
  }

  private String said() {
    return out + "\n" + err;
  }

  @Test
  void access_to_both_models_is_granted() throws Exception {
    assertThat(run(PracticeAccount.tokenOf("granted"), "access", "demo")).isZero();

    assertThat(out.toString())
        .contains("granted (token: read)")
        .containsPattern("granted +" + SEGMENTATION)
        .containsPattern("granted +" + PIPELINE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "correct horse battery  | VX-HUB-002 | Invalid HuggingFace token       |"
            + " settings/tokens/new",
        "(nobody)               | VX-HUB-003 | Invalid HuggingFace token       |"
            + " settings/tokens/new",
        "(expired)              | VX-HUB-003 | Invalid HuggingFace token       | settings/tokens",
        "(terms-not-accepted)   | VX-HUB-004 | Model agreement not accepted    |"
            + " voxcrate-demo/segmentation",
        "(awaiting-review)      | VX-HUB-005 | Cannot access gated repository  | wait for the"
            + " authors",
        "(rejected)             | VX-HUB-006 | Cannot access gated repository  | write to the"
            + " authors",
        "(fine-grained-not-gated) | VX-HUB-008 | Cannot access gated repository |"
            + " canReadGatedRepos=true",
      })
  void access_tells_each_refusal_apart_and_what_to_do(
      String token, String code, String headline, String remedy) throws Exception {
    var text =
        token.startsWith("(")
            ? PracticeAccount.tokenOf(token.substring(1, token.length() - 1))
            : token;

    assertThat(run(text, "access", "demo")).isEqualTo(3);
    assertThat(err.toString()).contains(code + ": " + headline, remedy);
    assertThat(said()).doesNotContain(text);
  }

  @Test
  void terms_of_one_of_the_two_models_are_told_with_its_page() throws Exception {
    hub.change("granted", PIPELINE, GateState.TERMS);

    assertThat(run(PracticeAccount.tokenOf("granted"), "access", "demo")).isEqualTo(3);
    assertThat(out.toString()).containsPattern("granted +" + SEGMENTATION);
    assertThat(err.toString())
        .contains("open " + hub.endpoint() + "/" + PIPELINE)
        .doesNotContain("open " + hub.endpoint() + "/" + SEGMENTATION);
  }

  /// Gates of another recipe may be open already, and satisfy a check without a name.
  @Test
  void advice_is_to_check_the_recipe_that_needs_the_model() throws Exception {
    hub.change("granted", PIPELINE, GateState.TERMS);

    assertThat(run(PracticeAccount.tokenOf("granted"), "access")).isEqualTo(3);
    assertThat(err.toString()).contains("then check: voxcrate-bundler access demo --wait");
  }

  @Test
  void access_without_a_recipe_needs_one_complete_pipeline() throws Exception {
    assertThat(run(PracticeAccount.tokenOf("granted"), "access", "--json")).isZero();

    var document = JsonReader.readObject(out.toString().getBytes(StandardCharsets.UTF_8));
    assertThat(document.flag("granted")).isTrue();
    assertThat(document.array("repositories"))
        .extracting(item -> ((Json.Obj) item).text("name"))
        .containsExactly(SEGMENTATION, PIPELINE);
  }

  @Test
  void fetch_brings_the_demo_models_where_people_look_for_them() throws Exception {
    var cache = folder.resolve("models");

    int status =
        run(
            PracticeAccount.tokenOf("granted"),
            "fetch",
            "demo",
            "--cache-dir",
            cache.toString(),
            "--progress",
            "plain");

    assertThat(status).isZero();
    assertThat(cache.resolve("torch").resolve(SEGMENTATION).resolve("pytorch_model.bin"))
        .hasSameBinaryContentAs(MODELS.resolve(SEGMENTATION).resolve("pytorch_model.bin"));
    assertThat(said()).doesNotContain(PracticeAccount.tokenOf("granted"));
  }

  @Test
  void fetch_locks_what_it_brought_and_an_update_says_what_stays() throws Exception {
    var token = PracticeAccount.tokenOf("granted");
    var cache = folder.resolve("models").toString();
    assertThat(run(token, "fetch", "demo", "--cache-dir", cache)).isZero();
    assertThat(lock()).content().contains("voxcrate-lock/1", SEGMENTATION, "pytorch_model.bin");
    var locked = Files.readString(lock());

    assertThat(run(token, "fetch", "demo", "--update", "--cache-dir", cache)).isZero();
    assertThat(lock()).hasContent(locked);
    assertThat(err.toString()).containsPattern("stays +" + SEGMENTATION + ".*the recipe demo");

    assertThat(run(token, "plan", "demo", "--update")).isZero();
    assertThat(out.toString())
        .containsPattern("hub +[0-9a-f]{12}  main, the same")
        .contains("pinned by the recipe demo");
  }

  /// A model under a licence that forbids commercial use, on the practice hub.
  private Path nonCommercial() throws IOException {
    return Files.writeString(
        folder.resolve("nc.json"),
        """
        {"_type": "voxcrate-recipe/1", "name": "nc", "title": "No commercial use",
         "repositories": [{"name": "voxcrate-demo/wespeaker-resnet34", "role": "embedding",
           "revision": "main", "gated": false, "licence": "CC-BY-NC-4.0"}]}
        """);
  }

  @Test
  void licence_that_forbids_commercial_use_is_shown_and_wants_a_yes_once() throws Exception {
    var token = PracticeAccount.tokenOf("granted");
    var recipe = nonCommercial().toString();
    var cache = folder.resolve("models").toString();
    assertThat(run(token, "plan", "--recipe", recipe)).isZero();
    assertThat(out.toString()).contains("CC-BY-NC-4.0 (no commercial use: --accept-licence)");

    assertThat(run(token, "fetch", "--recipe", recipe, "--cache-dir", cache)).isEqualTo(3);
    assertThat(err.toString()).contains("VX-HUB-013", "voxcrate-demo/wespeaker-resnet34");
    assertThat(folder.resolve("models/torch")).doesNotExist();

    assertThat(run(token, "fetch", "--recipe", recipe, "--cache-dir", cache, "--accept-licence"))
        .isZero();
    assertThat(run(token, "fetch", "--recipe", recipe, "--cache-dir", cache)).isZero();
  }

  @Test
  void model_of_ones_own_without_usable_weights_is_told_what_is_wanted() throws Exception {
    var cache = folder.resolve("models").toString();
    var name = "whisper:voxcrate-demo/wespeaker-resnet34@main";

    assertThat(run(PracticeAccount.tokenOf("granted"), "fetch", name, "--cache-dir", cache))
        .isEqualTo(7);
    assertThat(said()).contains("VX-HUB-052", "config.json and model.safetensors");
  }

  @Test
  void damaged_lock_file_stops_before_anything_is_asked() throws Exception {
    Files.writeString(lock(), "<<<<<<< ours");

    assertThat(run(PracticeAccount.tokenOf("granted"), "fetch", "demo")).isEqualTo(7);
    assertThat(said()).contains("VX-LOCK-001", lock().toString());
    assertThat(hub.requests()).isEmpty();
  }

  @Test
  void fetch_behind_a_closed_gate_ends_3_and_brings_nothing() throws Exception {
    var cache = folder.resolve("models");
    var token = PracticeAccount.tokenOf("terms-not-accepted");

    assertThat(run(token, "fetch", "demo", "--cache-dir", cache.toString())).isEqualTo(3);
    assertThat(cache.resolve("torch")).doesNotExist();
    assertThat(err.toString()).contains("Model agreement not accepted", SEGMENTATION, PIPELINE);
  }

  @Test
  void plan_names_files_bytes_licences_and_gates() throws Exception {
    assertThat(run(PracticeAccount.tokenOf("granted"), "plan", "demo")).isZero();

    assertThat(out.toString())
        .contains(SEGMENTATION, "pytorch_model.bin", "Apache-2.0", "gated: terms to accept")
        .containsPattern("download  29 files, [0-9]+ bytes");
  }

  @Test
  void unknown_recipe_is_a_mistake_of_usage() throws Exception {
    assertThat(run(PracticeAccount.tokenOf("granted"), "plan", "speach")).isEqualTo(2);
    assertThat(err.toString()).contains("VX-HUB-050", "diarization-3.1");
  }

  @Test
  void recipes_are_listed() throws Exception {
    int status =
        Program.run(
            new VoxcrateBundler(),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            "recipes");

    assertThat(status).isZero();
    assertThat(out.toString())
        .contains("diarization-3.1", "diarization-community-1", "demo")
        .containsPattern("pyannote/segmentation-3.0 +MIT +gated +6 MB")
        .containsPattern("openai/whisper-large-v3 +Apache-2.0 +open +3,090 MB")
        .contains("whisper:ORG/NAME[@REVISION]");
  }

  /// Runs the program in a process of its own, in `folder`, with an environment of its own.
  private int process(Map<String, String> variables, String input, String... arguments)
      throws Exception {
    var ended = new BundlerProcess(folder, folder, hub.endpoint()).run(variables, input, arguments);
    out.write(ended.output());
    return ended.status();
  }

  /// It would be in the list of processes and in the shell's history.
  @ParameterizedTest
  @ValueSource(strings = {"--token", "--hf-token", "--hf_token"})
  void token_on_the_command_line_is_refused_unrepeated(String option) throws Exception {
    var token = PracticeAccount.tokenOf("granted");

    assertThat(run("", "access", "demo", option, token)).isEqualTo(2);
    assertThat(run("", "access", "demo", option + "=" + token)).isEqualTo(2);
    assertThat(said()).contains("--token-file FILE").doesNotContain(token);
    assertThat(hub.requests()).isEmpty();
  }

  @Test
  void access_without_any_token_says_where_one_was_looked_for() throws Exception {
    assertThat(process(Map.of(), "", "access", "demo")).isEqualTo(3);
    assertThat(said())
        .contains("VX-HUB-001", "no token; looked for --token-file, HF_TOKEN")
        .contains(hub.endpoint() + "/settings/tokens/new?canReadGatedRepos=true");
  }

  @Test
  void token_in_the_environment_is_used_and_its_place_is_said() throws Exception {
    var token = PracticeAccount.tokenOf("granted");

    assertThat(process(Map.of("HUGGINGFACE_TOKEN", "'" + token + "'"), "", "access")).isZero();
    assertThat(said())
        .contains("token: from the variable HUGGINGFACE_TOKEN", "removed around the token: quotes")
        .doesNotContain(token);
  }

  @Test
  void login_asks_tries_and_writes_then_logout_removes() throws Exception {
    var token = PracticeAccount.tokenOf("granted");
    var env = Files.writeString(folder.resolve(".env"), "# ours\nOTHER=1\n");

    assertThat(process(Map.of(), "  " + token + "\r\n", "login")).isZero();
    assertThat(said())
        .contains("Enter your HuggingFace token (or press Enter to skip): ")
        .doesNotContain(token);
    assertThat(env)
        .content()
        .isEqualTo(
            "# ours\nOTHER=1\nHUGGINGFACE_TOKEN="
                + token
                + "\nMODEL_CACHE_DIR=./models\nMIN_SPEAKERS=1\nMAX_SPEAKERS=20\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(env)))
        .isEqualTo("rw-------");

    assertThat(process(Map.of(), "", "logout")).isZero();
    assertThat(env).content().contains("HUGGINGFACE_TOKEN=\n").doesNotContain(token);
    assertThat(said()).contains(hub.endpoint() + "/settings/tokens");
  }

  @Test
  void login_can_be_skipped() throws Exception {
    assertThat(process(Map.of(), "\n", "login")).isZero();
    assertThat(folder.resolve(".env")).doesNotExist();
    assertThat(said()).contains("Skipped");
  }

  @Test
  void rejected_token_is_not_kept() throws Exception {
    assertThat(process(Map.of(), PracticeAccount.tokenOf("nobody") + "\n", "login")).isEqualTo(3);
    assertThat(folder.resolve(".env")).doesNotExist();
    assertThat(said()).contains("VX-HUB-003");
  }

  @Test
  void good_token_before_closed_gates_is_kept_and_the_pages_are_told() throws Exception {
    var token = PracticeAccount.tokenOf("terms-not-accepted");

    assertThat(process(Map.of(), token + "\n", "login")).isEqualTo(3);
    assertThat(folder.resolve(".env")).content().contains(token);
    assertThat(said()).contains("VX-HUB-004", hub.endpoint() + "/" + PIPELINE);
  }

  @Test
  void recipe_of_ones_own_is_fetched_like_a_built_in_one() throws Exception {
    var demo = Files.readString(BUILT_IN.resolve("demo.json"));
    var own =
        Files.writeString(folder.resolve("own.json"), demo.replace("\"demo\"", "\"our-own\""));
    var cache = folder.resolve("models");

    var status =
        run(
            PracticeAccount.tokenOf("granted"),
            "fetch",
            "--recipe",
            own.toString(),
            "--cache-dir",
            cache.toString());

    assertThat(status).as(said()).isZero();
    assertThat(cache.resolve("torch").resolve(SEGMENTATION).resolve("pytorch_model.bin")).exists();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"commit\"          | \"comit\"           | 'comit'",
        "\"segmentation\",   | \"listener\",       | unknown role: listener",
        "voxcrate-recipe/1   | voxcrate-recipe/9   | voxcrate-recipe/9",
        "pytorch_model.bin   | ../../etc/passwd    | ..",
      })
  void wrong_recipe_is_refused_with_the_place_that_is_wrong(
      String right, String wrong, String named) throws Exception {
    var demo = Files.readString(BUILT_IN.resolve("demo.json"));
    assertThat(demo).contains(right);
    var own = Files.writeString(folder.resolve("own.json"), demo.replace(right, wrong));

    var status = run(PracticeAccount.tokenOf("granted"), "plan", "--recipe", own.toString());

    assertThat(status).isEqualTo(7);
    assertThat(said()).contains("VX-HUB-052", own.toString(), named);
    assertThat(hub.requests()).isEmpty();
  }

  @Test
  void recipe_that_is_not_there_is_told_as_that() throws Exception {
    assertThat(run(PracticeAccount.tokenOf("granted"), "plan", "--recipe", "nowhere.json"))
        .isEqualTo(7);
    assertThat(said()).contains("VX-HUB-052", "nowhere.json", "no such file");
  }
}
