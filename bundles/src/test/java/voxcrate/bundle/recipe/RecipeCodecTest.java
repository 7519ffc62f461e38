package voxcrate.bundle.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.json.JsonException;

final class RecipeCodecTest {
  private static final String COMMIT = "84fd25912480287da0247647c3d2b4853cb3ee5d";
  private static final String RECIPE =
      """
      {"_type": "voxcrate-recipe/1", "name": "own", "title": "A recipe of one's own",
       "repositories": [{"name": "acme/model", "role": "pipeline", "gated": false,
         "commit": "%s", "licence": "MIT",
         "files": [{"path": "README.md"}, {"path": "weights.bin", "size": 7}]}]}
      """
          .formatted(COMMIT);

  private static RecipeDocument document(String text) {
    return RecipeCodec.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Recipe read(String text) {
    return (Recipe) document(text);
  }

  @Test
  void access_is_tried_on_a_file_that_the_gate_guards() {
    var repository = read(RECIPE).pinned().getFirst();

    assertThat(repository.guardedFile().path()).hasToString("weights.bin");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"size\": 7          | \"sise\": 7               | unknown member 'sise'",
        "\"size\": 7          | \"size\": -7              | negative size",
        "\"size\": 7          | \"sha256\": \"****\"      | not a SHA-256 digest",
        "weights.bin          | ../weights.bin            | unsafe path",
        "weights.bin          | readme.MD                 | named twice",
        "weights.bin          | LICENSE                   | no file that a gate would guard",
        "acme/model           | acme                      | not a repository",
        "acme/model           | acme/../model             | not a repository",
        "84fd25912480         | main                      | not a commit",
        "pipeline             | decoration                | unknown role",
        "\"gated\": false     | \"gated\": \"auto\"       | not true or false",
        "voxcrate-recipe/1    | voxcrate-recipe/2         | not a voxcrate-recipe/1",
      })
  void mistakes_are_refused_with_their_reason(String right, String wrong, String reason) {
    assertThatThrownBy(() -> read(RECIPE.replace(right, wrong)))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining(reason);
  }

  private static final String COMPOSITION =
      """
      {"_type": "voxcrate-recipe/1", "name": "ours", "title": "Ours",
       "recipes": ["whisper-base"], "languages": "align",
       "choices": {"diarization": ["diarization-3.1", "diarization-community-1"]}}
      """;

  @Test
  void recipe_of_recipes_is_read_as_it_is_written() {
    assertThat(document(COMPOSITION))
        .isEqualTo(
            new Composition(
                "ours",
                "Ours",
                List.of("whisper-base"),
                Optional.of("align"),
                Map.of("diarization", List.of("diarization-3.1", "diarization-community-1"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"languages\"     | \"langauges\"                  | unknown member 'langauges'",
        "[\"whisper-base\"] | [7]                            | holds something else than names",
        "[\"whisper-base\"] | [], \"repositories\": []      | unknown member 'repositories'",
        "diarization-3.1      | diarization-community-1        | between two recipes at least",
        "{\"diarization\": [\"diarization-3.1\", \"diarization-community-1\"]} | [] |"
            + " member 'choices' is not an object",
        "\"ours\"          | \"Ours!\"                      | not the name of a recipe",
      })
  void mistakes_in_a_recipe_of_recipes_are_refused_with_their_reason(
      String right, String wrong, String reason) {
    assertThat(COMPOSITION).contains(right);
    assertThatThrownBy(() -> document(COMPOSITION.replace(right, wrong)))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pyannote/segmentation-3.0", "a/b", "_x/y_z", "A1/b.c-d"})
  void names_of_repositories_as_the_hub_allows_them(String name) {
    assertThat(RecipeRepository.isName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a", "a/b/c", "a/-b", "a./b", "a/b.", "a--b/c", "a/b..c", "a/b.git", "a\\b/c", "/b"
      })
  void names_that_the_hub_forbids(String name) {
    assertThat(RecipeRepository.isName(name)).isFalse();
  }
}
