package voxcrate.engine.transcription.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.engine.testing.Fixtures;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;

/// Against OpenAI's program (tiktoken).
final class TokenizerTest {
  private static final String TEXTS = "tokenizer.json.fixture";
  private static final String MULTILINGUAL = "multilingual.tiktoken";

  @ParameterizedTest
  @ValueSource(strings = {"multilingual", "gpt2"})
  void text_becomes_the_tokens_of_the_reference_and_back(String name) throws Exception {
    var tokenizer = published(name + ".tiktoken");

    for (var example : examples(TEXTS).toList()) {
      var text = example.text("text");
      assertThat(tokenizer.encode(text)).as(text).isEqualTo(numbers(example.array(name)));
      assertThat(tokenizer.decode(numbers(example.array(name)))).isEqualTo(text);
    }
  }

  @Test
  void words_are_those_of_the_reference() throws Exception {
    var words = new TokenWords(published(MULTILINGUAL));

    for (var example : examples("word_split.json").toList()) {
      // The reference's cases end with the token that ends a text.
      var tokens = example.array("tokens").stream().map(TokenizerTest::numbers).toList();
      var texts = example.array("words").stream().map(word -> ((Json.Str) word).value()).toList();

      var split =
          words.split(
              tokens.subList(0, tokens.size() - 1).stream().flatMap(List::stream).toList(), "en");

      assertThat(split)
          .extracting(TokenWords.Word::text)
          .isEqualTo(texts.subList(0, texts.size() - 1));
      assertThat(split)
          .extracting(TokenWords.Word::tokens)
          .isEqualTo(tokens.subList(0, tokens.size() - 1));
    }
  }

  @Test
  void symbols_nobody_says_are_those_of_the_reference() {
    // whisper.tokenizer.Tokenizer.non_speech_tokens
    assertThat(NonSpeechSymbols.of(published(MULTILINGUAL)))
        .containsExactly(
            1, 2, 7, 8, 9, 10, 14, 25, 26, 27, 28, 29, 31, 58, 59, 60, 61, 62, 63, 90, 91, 92, 93,
            359, 503, 522, 542, 873, 893, 902, 918, 922, 931, 1350, 1853, 1982, 2460, 2627, 3246,
            3253, 3268, 3536, 3846, 3961, 4183, 4667, 6585, 6647, 7273, 9061, 9383, 10428, 10929,
            11938, 12033, 12331, 12562, 13793, 14157, 14635, 15265, 15618, 16553, 16604, 18362,
            18956, 20075, 21675, 22520, 26130, 26161, 26435, 28279, 29464, 31650, 32302, 32470,
            36865, 42863, 47425, 49870, 50254);
  }

  @Test
  void what_looks_like_a_special_token_is_text() {
    var tokenizer = published(MULTILINGUAL);

    var tokens = tokenizer.encode("<|endoftext|>");

    assertThat(tokens).hasSizeGreaterThan(1).allMatch(token -> token < 50_257);
    assertThat(tokenizer.decode(tokens)).isEqualTo("<|endoftext|>");
  }

  @Test
  void special_tokens_have_no_text() {
    assertThat(published(MULTILINGUAL).decode(List.of(50_364, 2425, 50_257))).isEqualTo(" Hello");
  }

  private static Tokenizer published(String name) {
    var file = Fixtures.require("whisper-assets", name);
    return TokenizerFiles.read(file.resolveSibling(""), List.of(name));
  }

  private static Stream<Json.Obj> examples(String name) throws Exception {
    Path file = Fixtures.require("whisper-tiny-random", name);
    var cases = (Json.Arr) JsonReader.read(Files.readAllBytes(file));
    return cases.items().stream().map(Json.Obj.class::cast);
  }

  private static List<Integer> numbers(Json list) {
    return numbers(((Json.Arr) list).items());
  }

  private static List<Integer> numbers(List<Json> list) {
    return list.stream().map(number -> (int) ((Json.Num) number).asLong()).toList();
  }
}
