package voxcrate.bundle.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.recipe.RecipeRepository.Role;

final class UsualFilesTest {
  private static List<String> chosen(Role role, String... paths) {
    return UsualFiles.of(role)
        .choose(List.of(paths).stream().map(RelativePath::new).toList())
        .stream()
        .map(RelativePath::value)
        .toList();
  }

  @Test
  void weights_come_in_one_form_though_authors_offer_four() {
    assertThat(
            chosen(
                Role.TRANSCRIPTION,
                "README.md",
                "config.json",
                "flax_model.msgpack",
                "model.safetensors",
                "onnx/model.onnx",
                "pytorch_model.bin",
                "tf_model.h5",
                "tokenizer.json"))
        .containsExactly("README.md", "config.json", "model.safetensors", "tokenizer.json");
  }

  @Test
  void weights_in_several_files_come_with_their_index() {
    assertThat(
            chosen(
                Role.TRANSCRIPTION,
                "config.json",
                "model-00001-of-00002.safetensors",
                "model-00002-of-00002.safetensors",
                "model.safetensors.index.json",
                "sub/model-00001-of-00002.safetensors"))
        .containsExactly(
            "config.json",
            "model-00001-of-00002.safetensors",
            "model-00002-of-00002.safetensors",
            "model.safetensors.index.json");
  }

  @Test
  void pickled_weights_in_several_files_come_with_their_index() {
    assertThat(
            chosen(
                Role.TRANSCRIPTION,
                "config.json",
                "optimizer.pt",
                "pytorch_model-00001-of-00002.bin",
                "pytorch_model-00002-of-00002.bin",
                "pytorch_model.bin.index.json"))
        .containsExactly(
            "config.json",
            "pytorch_model-00001-of-00002.bin",
            "pytorch_model-00002-of-00002.bin",
            "pytorch_model.bin.index.json");
  }

  @Test
  void checkpoint_of_openai_comes_with_its_tokenizer() {
    assertThat(chosen(Role.TRANSCRIPTION, "base.pt", "multilingual.tiktoken", "notes.txt"))
        .containsExactly("base.pt", "multilingual.tiktoken");
  }

  @Test
  void aligner_without_safetensors_comes_as_it_is() {
    assertThat(
            chosen(
                Role.ALIGNMENT,
                "config.json",
                "flax_model.msgpack",
                "language_model/lm.binary",
                "pytorch_model.bin",
                "vocab.json"))
        .containsExactly("config.json", "pytorch_model.bin", "vocab.json");
  }

  @ParameterizedTest
  @CsvSource({
    "TRANSCRIPTION, pytorch_model.bin",
    "TRANSCRIPTION, model.safetensors",
    "ALIGNMENT, model.safetensors",
    "SEGMENTATION, config.yaml",
    "VAD, README.md",
  })
  void nothing_is_chosen_where_something_needed_is_missing(Role role, String path) {
    assertThat(chosen(role, path, "README.md")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void every_role_has_its_usual_files(Role role) {
    assertThat(UsualFiles.of(role).needed()).isNotEmpty().doesNotContain(List.of());
    assertThat(UsualFiles.of(role).also()).contains("README.md");
  }
}
