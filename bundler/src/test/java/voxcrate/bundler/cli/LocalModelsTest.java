package voxcrate.bundler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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
import org.junit.jupiter.params.provider.EnumSource;
import voxcrate.bundle.Digest;
import voxcrate.bundler.VoxcrateBundler;
import voxcrate.bundler.practice.PracticeAccount;
import voxcrate.bundler.practice.PracticeHub;
import voxcrate.bundler.scene.TokenFile;
import voxcrate.cli.Program;
import voxcrate.json.JsonReader;

/// Models that a site keeps itself, in a recipe of one's own. The hub is there only to show that
/// nobody asks it.
final class LocalModelsTest {
  private static final String NAME = "our-org/segmentation";
  private static final String WEIGHTS = "weights/pytorch_model.bin";

  private static final String GIT = "0123456789abcdef0123456789abcdef01234567";

  @TempDir Path folder;
  private PracticeHub hub;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void start() throws IOException {
    hub = PracticeHub.start(Files.createDirectories(folder.resolve("hub")));
    write("config.yaml", "task: ours\n");
    write(WEIGHTS, "our weights");
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private Path shelf(String path) {
    return folder.resolve("site/shelf").resolve(path);
  }

  private void write(String path, String content) throws IOException {
    Files.createDirectories(shelf(path).getParent());
    Files.writeString(shelf(path), content);
  }

  private static String pinned(String path, String content) {
    return """
    {"path": "%s", "size": %d, "sha256": "%s"}\
    """
        .formatted(path, content.length(), Digest.of(content).hex());
  }

  /// Beside the folder of the models.
  private Path recipe() throws IOException {
    return Files.writeString(
        folder.resolve("site/own.json"),
        """
        {"_type": "voxcrate-recipe/1", "name": "ours", "title": "Our own",
         "repositories": [{"name": "%s", "role": "segmentation", "source": "file:shelf",
           "licence": "MIT", "files": [%s, %s]}]}
        """
            .formatted(
                NAME, pinned("config.yaml", "task: ours\n"), pinned(WEIGHTS, "our weights")));
  }

  private int run(String verb, String... more) throws IOException {
    var token = TokenFile.in(folder, PracticeAccount.tokenOf("granted"));
    var all = new ArrayList<>(List.of(verb, "--recipe", recipe().toString()));
    all.addAll(List.of("--endpoint", hub.endpoint().toString(), "--token-file", token.toString()));
    all.addAll(List.of("--lock", folder.resolve("voxcrate.lock").toString()));
    all.addAll(List.of(more));
    return program(all);
  }

  private int fetch(String... more) throws IOException {
    var all = new ArrayList<>(List.of("--cache-dir", folder.resolve("models").toString()));
    all.addAll(List.of(more));
    return run("fetch", all.toArray(String[]::new));
  }

  private Path cached(String path) {
    return folder.resolve("models/torch").resolve(NAME).resolve(path);
  }

  @Test
  void model_of_the_site_is_taken_verified_and_locked_and_nobody_is_asked() throws Exception {
    assertThat(fetch()).as(err.toString()).isZero();

    assertThat(cached(WEIGHTS)).hasContent("our weights");
    assertThat(cached("config.yaml")).hasContent("task: ours\n");
    var locked =
        JsonReader.readObject(Files.readAllBytes(folder.resolve("voxcrate.lock")))
            .objects("repositories")
            .getFirst();
    assertThat(locked.flag("local")).isTrue();
    assertThat(locked.text("commit")).matches("[0-9a-f]{40}");
    assertThat(locked.objects("files").getLast().text("sha256"))
        .isEqualTo(Digest.of("our weights").hex());
    assertThat(hub.requests()).isEmpty();
  }

  @Test
  void what_was_taken_once_is_enough_when_the_folder_is_gone() throws Exception {
    fetch();
    Files.delete(shelf(WEIGHTS));

    assertThat(fetch()).as(err.toString()).isZero();
  }

  @Test
  void access_and_plan_name_it_as_local() throws Exception {
    assertThat(run("access")).as(err.toString()).isZero();
    assertThat(out.toString())
        .containsPattern("local +" + NAME + " +" + folder.resolve("site/shelf"));

    assertThat(run("plan", "--cache-dir", folder.resolve("models").toString())).isZero();
    assertThat(out.toString())
        .contains("MIT, local: " + folder.resolve("site/shelf"))
        .contains("download  0 files, 0 bytes", "copy      2 files, 22 bytes");
    assertThat(hub.requests()).isEmpty();
  }

  /// What can be wrong about the file on the shelf.
  enum Harm {
    MISSING("VX-LOCAL-001", 7, "no such file"),
    FOLDER_MISSING("VX-LOCAL-001", 7, "no such file"),
    FOLDER_INSTEAD("VX-LOCAL-002", 5, "a folder"),
    LINK_INSIDE("VX-LOCAL-002", 5, "the link"),
    LINK_OUTSIDE("VX-LOCAL-002", 5, "the link"),
    LINK_ON_THE_WAY("VX-LOCAL-002", 5, "the link"),
    LINK_TO_NOTHING("VX-LOCAL-002", 5, "the link"),
    SHORTER("VX-LOCAL-003", 5, "3 bytes"),
    OTHER_CONTENT("VX-LOCAL-003", 5, "sha256:");

    private final String code;
    private final int exit;
    private final String found;

    Harm(String code, int exit, String found) {
      this.code = code;
      this.exit = exit;
      this.found = found;
    }
  }

  private void harm(Harm harm) throws IOException {
    var weights = shelf(WEIGHTS);
    var elsewhere = Files.writeString(folder.resolve("elsewhere"), "our weights");
    switch (harm) {
      case MISSING -> Files.delete(weights);
      case FOLDER_MISSING -> Files.move(shelf(""), folder.resolve("moved"));
      case FOLDER_INSTEAD -> {
        Files.delete(weights);
        Files.createDirectory(weights);
      }
      case LINK_INSIDE -> {
        Files.move(weights, shelf("real.bin"));
        Files.createSymbolicLink(weights, shelf("real.bin"));
      }
      case LINK_OUTSIDE -> {
        Files.delete(weights);
        Files.createSymbolicLink(weights, elsewhere);
      }
      case LINK_ON_THE_WAY -> {
        Files.move(shelf("weights"), folder.resolve("weights"));
        Files.createSymbolicLink(shelf("weights"), folder.resolve("weights"));
      }
      case LINK_TO_NOTHING -> {
        Files.delete(weights);
        Files.createSymbolicLink(weights, folder.resolve("nowhere"));
      }
      case SHORTER -> write(WEIGHTS, "our");
      case OTHER_CONTENT -> write(WEIGHTS, "hay weights");
    }
  }

  @ParameterizedTest
  @EnumSource
  void file_that_is_not_what_the_recipe_pins_is_refused_and_not_kept(Harm harm) throws Exception {
    harm(harm);

    assertThat(fetch()).isEqualTo(harm.exit);
    assertThat(err.toString()).contains(harm.code, harm.found, shelf("").toString(), NAME);
    assertThat(cached(WEIGHTS)).doesNotExist();
    assertThat(folder.resolve("voxcrate.lock")).doesNotExist();
    assertThat(hub.requests()).isEmpty();
  }

  @Test
  void folder_itself_may_be_a_link() throws Exception {
    Files.move(shelf(""), folder.resolve("real"));
    Files.createSymbolicLink(shelf(""), folder.resolve("real"));

    assertThat(fetch()).as(err.toString()).isZero();
  }

  @Test
  void changed_model_disagrees_with_the_lock_until_an_update() throws Exception {
    fetch();
    write(WEIGHTS, "new weights");
    var text = Files.readString(recipe());
    var changed =
        Files.writeString(
            folder.resolve("site/changed.json"),
            text.replace(Digest.of("our weights").hex(), Digest.of("new weights").hex()));

    assertThat(fetchAlone(changed)).isEqualTo(5);
    assertThat(err.toString()).contains("VX-LOCK-002", NAME);

    assertThat(fetchAlone(changed, "--update")).as(err.toString()).isZero();
    assertThat(cached(WEIGHTS)).hasContent("new weights");
    assertThat(hub.requests()).isEmpty();
  }

  private int fetchAlone(Path recipe, String... more) {
    var all = new ArrayList<>(List.of("fetch", "--recipe", recipe.toString()));
    all.addAll(List.of("--endpoint", hub.endpoint().toString()));
    all.addAll(List.of("--lock", folder.resolve("voxcrate.lock").toString()));
    all.addAll(List.of("--cache-dir", folder.resolve("models").toString()));
    all.addAll(List.of(more));
    return program(all);
  }

  private int program(List<String> arguments) {
    return Program.run(
        new VoxcrateBundler(),
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"file:shelf\"       | \"https://x/y\"            | not file:FOLDER",
        "\"file:shelf\"       | \"file:\"                  | not file:FOLDER",
        "\"file:shelf\"       | \"file://host/shelf\"      | not file:FOLDER",
        "\"licence\"          | \"gated\": true, \"licence\" | unknown member 'gated'",
        "\"licence\"          | \"revision\": \"main\", \"licence\" | unknown member 'revision'",
        "\"size\": 11,        | \"git\": \"" + GIT + "\",  | needs 'size' and 'sha256'",
        "weights/pytorch      | ../pytorch                 | unsafe path",
        "weights/pytorch      | /etc/pytorch               | unsafe path",
        "\"segmentation\", \"source\" | \"pipeline\", \"source\" | no segmentation or no embedding",
      })
  void mistake_in_the_recipe_is_told_before_anything_is_read(
      String right, String wrong, String named) throws Exception {
    var text = Files.readString(recipe());
    assertThat(text).contains(right);
    var wrongRecipe =
        Files.writeString(folder.resolve("site/wrong.json"), text.replace(right, wrong));

    assertThat(fetchAlone(wrongRecipe)).isEqualTo(7);
    assertThat(err.toString()).contains("VX-HUB-052", named);
    assertThat(hub.requests()).isEmpty();
    assertThat(folder.resolve("models")).doesNotExist();
  }
}
