package voxcrate.bundler.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCardTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '$',
      value = {
        "language: en, en",
        "language: \"no\"   # Norwegian: en, no",
        "license: mit|language:|- en|- de|tags:|- fr, en de",
        "language:|  - pt-BR|  - 'zh'|  - multilingual|  - yue, pt zh yue",
        "language: [DE; 'fr'], de fr",
        "model-index:|- name: x|  language: fr|language: es, es",
      })
  void languages_of_the_head(String head, String languages) throws IOException {
    write("---\n" + head.replace('|', '\n').replace(';', ',') + "\n---\n# Title\n");

    assertThat(ModelCard.languages(new SourceFolder(folder)))
        .containsExactly(languages.split(" ", -1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# Title\nlanguage: en\n",
        "---\nlicense: mit\n---\nlanguage: en\n",
        "---\nlanguage:\n---\n- en\n",
        "---\nlanguage: code\n---\n",
        "---\n\t{]: [\n---\n"
      })
  void a_card_that_names_none(String card) throws IOException {
    write(card);

    assertThat(ModelCard.languages(new SourceFolder(folder))).isEmpty();
  }

  @Test
  void a_folder_without_a_card_names_none() {
    assertThat(ModelCard.languages(new SourceFolder(folder))).isEmpty();
  }

  private void write(String card) throws IOException {
    Files.writeString(folder.resolve("README.md"), card);
  }
}
