package voxcrate.bundler.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenReadingTest {
  private static final String TOKEN = "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";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "%s\n",
        "\r\n  %s \r\n",
        "\"%s\"",
        "'%s'\n",
        "\uFEFF%s",
        "%s\u200B",
        "Bearer %s",
        "Authorization: Bearer %s",
        "export HF_TOKEN=%s",
        "HUGGINGFACE_TOKEN = \"%s\"",
        "HUGGING_FACE_HUB_TOKEN='%s' # mine",
        "%s   # a comment",
        "\"export HF_TOKEN=Bearer '%s'\"",
      })
  void what_copying_leaves_around_a_token_is_removed(String form) {
    var reading = TokenReading.of(form.formatted(TOKEN));

    assertThat(reading).isInstanceOf(TokenReading.Usable.class);
    var token = ((TokenReading.Usable) reading).token();
    assertThat(token.authorization()).isEqualTo("Bearer " + TOKEN);
  }

  @Test
  void what_was_removed_is_said() {
    var reading = (TokenReading.Usable) TokenReading.of("\"Bearer " + TOKEN + "\"");

    assertThat(reading.remarks())
        .containsExactly("removed around the token: quotes, the word Bearer");
  }

  @Test
  void token_of_unusual_length_is_tried_with_a_remark() {
    var reading = (TokenReading.Usable) TokenReading.of("hf_short");

    assertThat(reading.remarks()).containsExactly("the token has 8 characters where 37 are usual");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\"\"", "HF_TOKEN=", "\uFEFF\n"})
  void nothing_is_no_token(String text) {
    assertThat(TokenReading.of(text)).isInstanceOf(TokenReading.Blank.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "my secret password       | 18 characters with a blank",
        "correcthorse             | 12 characters beginning with 'cor'",
        "abc                      | 3 characters beginning with 'a'",
        "hf_abc def               | 10 characters with a blank",
        "hf_ümlaut                | 9 characters with a blank, a line break or a character outside",
        "hf_                      | only 'hf_'",
        "api_org_PracticePractice | an organisation token",
        "sk-PracticePractice      | a key of OpenAI",
        "ghp_PracticePractice     | a key of GitHub",
        "AKIAPRACTICEPRACTICE     | a key of Amazon",
        "$HF_TOKEN                | the name of a variable",
        "${{ secrets.HF_TOKEN }}  | the name of a variable",
        "%HF_TOKEN%               | the name of a variable",
        "<your token>             | a placeholder",
        "your_token_here          | a placeholder",
        "hf_xxxxxxxxxxxxxxxxxxxxx | a placeholder",
        "hf_your_token_here       | a placeholder",
        "hf_...                   | a placeholder",
        "https://hub.test/settings/tokens | the address of a page",
        "me@hub.test              | an e-mail address",
      })
  void what_cannot_be_a_token_is_told_by_its_shape(String text, String shape) {
    var reading = TokenReading.of(text);

    assertThat(reading).isInstanceOf(TokenReading.Malformed.class);
    assertThat(((TokenReading.Malformed) reading).shape())
        .startsWith(shape)
        .doesNotContain(text.equals("hf_") ? "\0" : text);
  }

  /// Letters of a token are drawn at random: words at its beginning are no proof of anything.
  @ParameterizedTest
  @ValueSource(strings = {"hf_xxaBcDeFgHiJkLmNoPqRsTuVwXyZaBcDeFgHi", "hf_mytokenPracticePractice"})
  void token_that_merely_begins_like_a_placeholder_is_tried(String text) {
    assertThat(TokenReading.of(text)).isInstanceOf(TokenReading.Usable.class);
  }

  @Test
  void token_has_no_printable_form() {
    var reading = (TokenReading.Usable) TokenReading.of(TOKEN);

    assertThat(reading.toString() + reading.token() + reading.remarks()).doesNotContain("Practice");
  }
}
