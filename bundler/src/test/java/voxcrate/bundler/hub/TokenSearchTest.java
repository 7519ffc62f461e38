package voxcrate.bundler.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.bundler.scene.TokenFile;
import voxcrate.problem.ToolException;

final class TokenSearchTest {
  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private Path working = Path.of("");
  private Path home = Path.of("");

  @BeforeEach
  void folders() throws IOException {
    working = Files.createDirectories(folder.resolve("work"));
    home = Files.createDirectories(folder.resolve("home"));
  }

  private static String token(String letters) {
    return "hf_" + letters.repeat(34).substring(0, 34);
  }

  private Path file(Path path, String text) throws IOException {
    Files.createDirectories(path.getParent());
    return TokenFile.write(path, text);
  }

  /// Each place is emptied after it has won, from the first to the last.
  @Test
  void first_place_that_holds_a_token_wins() throws IOException {
    var given = file(folder.resolve("given"), token("a"));
    environment.put("HF_TOKEN", token("b"));
    environment.put("HUGGINGFACE_TOKEN", token("c"));
    environment.put("HUGGING_FACE_HUB_TOKEN", token("d"));
    var dotenv = file(working.resolve(".env"), "# mine\nHUGGINGFACE_TOKEN=" + token("e") + "\n");
    environment.put("HF_TOKEN_PATH", file(folder.resolve("path"), token("f")).toString());
    file(home.resolve(".cache/huggingface/token"), token("g") + "\n");

    var labels = new ArrayList<String>();
    labels.add(
        TokenSearch.of(given, environment, working, home).find().orElseThrow().source().label());
    for (var name : List.of("HF_TOKEN", "HUGGINGFACE_TOKEN", "HUGGING_FACE_HUB_TOKEN")) {
      labels.add(found().source().label());
      environment.put(name, " ");
    }
    labels.add(found().source().label());
    Files.writeString(dotenv, "HUGGINGFACE_TOKEN=\n");
    labels.add(found().source().label());
    environment.remove("HF_TOKEN_PATH");
    labels.add(found().source().label());

    assertThat(labels)
        .satisfiesExactly(
            first -> assertThat(first).startsWith("--token-file"),
            second -> assertThat(second).isEqualTo("the variable HF_TOKEN"),
            third -> assertThat(third).isEqualTo("the variable HUGGINGFACE_TOKEN"),
            fourth -> assertThat(fourth).isEqualTo("the variable HUGGING_FACE_HUB_TOKEN"),
            fifth -> assertThat(fifth).endsWith(".env"),
            sixth -> assertThat(sixth).startsWith("HF_TOKEN_PATH"),
            seventh -> assertThat(seventh).startsWith("the hub client's file"));
  }

  private FoundToken found() {
    return TokenSearch.of(null, environment, working, home).find().orElseThrow();
  }

  @Test
  void nothing_anywhere_is_no_token() {
    assertThat(TokenSearch.of(null, environment, working, home).find()).isEmpty();
  }

  @Test
  void hub_clients_own_home_is_where_its_variable_says() throws IOException {
    file(folder.resolve("hf/token"), token("a"));
    environment.put("HF_HOME", folder.resolve("hf").toString());

    assertThat(found().source().label()).contains("hf/token");
  }

  @Test
  void place_with_another_token_is_named() throws IOException {
    environment.put("HF_TOKEN", token("a"));
    environment.put("HUGGINGFACE_TOKEN", token("a"));
    file(working.resolve(".env"), "export HF_TOKEN='" + token("b") + "'\n");

    assertThat(found().differing()).singleElement().asString().endsWith(".env");
  }

  @Test
  void file_that_was_asked_for_has_to_be_there() {
    var search = TokenSearch.of(folder.resolve("absent"), environment, working, home);

    assertThatThrownBy(search::find)
        .isInstanceOfSatisfying(
            ToolException.class,
            e -> assertThat(e.problem().code()).isEqualTo(HubCode.TOKEN_FILE_UNREADABLE));
  }

  @ParameterizedTest
  @CsvSource({"rw-r--r--, .env", "rw-rw----, given", "rw----r--, client"})
  void file_that_is_open_to_others_is_refused_or_mended(String permissions, String place)
      throws IOException {
    var exposed =
        switch (place) {
          case ".env" -> file(working.resolve(".env"), "HF_TOKEN=" + token("a"));
          case "client" -> file(home.resolve(".cache/huggingface/token"), token("a"));
          default -> file(folder.resolve(place), token("a"));
        };
    Files.setPosixFilePermissions(exposed, PosixFilePermissions.fromString(permissions));
    var given = place.equals("given") ? exposed : null;
    var found = TokenSearch.of(given, environment, working, home).find().orElseThrow();

    assertThatThrownBy(() -> found.guarded(Exposure.REFUSED))
        .isInstanceOfSatisfying(
            ToolException.class,
            e ->
                assertThat(e.problem().render())
                    .contains("VX-HUB-016", permissions, "chmod 600 " + exposed)
                    .doesNotContain(token("a")));
    found.guarded(Exposure.MENDED);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(exposed)))
        .isEqualTo("rw-------");
    assertThat(found.guarded(Exposure.REFUSED)).isEqualTo(found);
  }

  @Test
  void open_file_that_another_place_outranks_stops_nothing() throws IOException {
    var env = file(working.resolve(".env"), "HF_TOKEN=" + token("b"));
    Files.setPosixFilePermissions(env, PosixFilePermissions.fromString("rw-r--r--"));
    environment.put("HF_TOKEN", token("a"));

    assertThat(found().guarded(Exposure.REFUSED).differing())
        .singleElement()
        .asString()
        .endsWith(".env");
  }

  @Test
  void what_cannot_be_a_token_wins_too_and_is_told_without_its_text() {
    environment.put("HF_TOKEN", "correct horse battery staple");

    assertThatThrownBy(() -> found().token(HubAddress.PUBLIC))
        .isInstanceOfSatisfying(
            ToolException.class,
            e ->
                assertThat(e.problem().render())
                    .contains("Invalid HuggingFace token", "the variable HF_TOKEN", "28 characters")
                    .contains(
                        "https://huggingface.co/settings/tokens/new?canReadGatedRepos=true&tokenType=fineGrained")
                    .doesNotContain("horse"));
  }
}
