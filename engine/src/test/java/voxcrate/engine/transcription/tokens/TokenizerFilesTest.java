package voxcrate.engine.transcription.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.engine.EngineCode;
import voxcrate.problem.ToolException;

/// A vocabulary of all bytes and four joined ones, in every form that models bring.
final class TokenizerFilesTest {
  private static final List<String> MERGES = List.of("ä Ġ", "l o", "Ġ lo", "Ġ l", "lo lo");

  @TempDir private Path folder;
  private final LinkedHashMap<String, Integer> vocabulary = new LinkedHashMap<>();

  @BeforeEach
  void vocabulary() {
    int next = 256;
    for (int value = 0; value < 256; value++) {
      boolean printable =
          (value >= 33 && value <= 126) || (value >= 161 && value <= 172) || value >= 174;
      vocabulary.put(String.valueOf((char) (printable ? value : next++)), value);
    }
    // "Ġl" comes before "lo" by number, and after it by its place among the merges.
    for (var joined : List.of("äĠ", "Ġl", "lo", "Ġlo", "lolo")) {
      vocabulary.put(joined, vocabulary.size());
    }
    vocabulary.put("<|endoftext|>", vocabulary.size());
  }

  @Test
  void merges_go_by_their_order() throws Exception {
    writeApart();

    var tokenizer = TokenizerFiles.read(folder, List.of("merges.txt", "vocab.json"));

    assertThat(tokenizer.encode("lolo lo")).containsExactly(number("lolo"), number("Ġlo"));
    assertThat(tokenizer.decode(List.of(number("lolo"), number("Ġlo")))).isEqualTo("lolo lo");
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void one_file_says_the_same_as_two(boolean pairs) throws Exception {
    writeApart();
    writeWhole(pairs);

    var whole = TokenizerFiles.read(folder, List.of("tokenizer.json", "vocab.json", "merges.txt"));

    for (var text : List.of("lolo lo", " lo", "ä lo", "\u0000\n\u00ad", "größer 日本 🎤")) {
      assertThat(whole.encode(text))
          .isEqualTo(TokenizerFiles.read(folder, List.of("vocab.json", "merges.txt")).encode(text));
      assertThat(whole.decode(whole.encode(text))).isEqualTo(text);
    }
  }

  @Test
  void ranks_go_by_the_numbers() throws Exception {
    var lines = new StringBuilder();
    for (int value = 0; value < 256; value++) {
      lines.append(base64((byte) value)).append(' ').append(value).append('\n');
    }
    lines.append("IGw= 256\nbG8= 257\n= 258\n");
    Files.writeString(folder.resolve("own.tiktoken"), lines);

    var tokenizer = TokenizerFiles.read(folder, List.of("own.tiktoken"));

    assertThat(tokenizer.encode(" lolo")).containsExactly(256, (int) 'o', 257);
    assertThat(tokenizer.decode(List.of(258))).isEmpty();
  }

  @Test
  void character_whose_bytes_are_not_all_there_is_replaced() throws Exception {
    writeApart();
    var tokenizer = TokenizerFiles.read(folder, List.of("vocab.json", "merges.txt"));
    var tokens = tokenizer.encode("日");

    assertThat(tokens).hasSize(3);
    assertThat(tokenizer.decode(tokens.subList(0, 2))).isEqualTo("\ufffd");
    assertThat(tokenizer.decode(tokens)).isEqualTo("日");
  }

  @Test
  void words_without_spaces_are_characters() throws Exception {
    writeApart();
    var tokenizer = TokenizerFiles.read(folder, List.of("vocab.json", "merges.txt"));
    var words = new TokenWords(tokenizer);

    assertThat(words.split(tokenizer.encode("日本"), "ja"))
        .extracting(TokenWords.Word::text)
        .containsExactly("日", "本");
    assertThat(words.split(tokenizer.encode("日本"), "de"))
        .extracting(TokenWords.Word::text)
        .containsExactly("日本");
    // A broken character at the end keeps its tokens, and none is lost.
    var broken = tokenizer.encode("日本").subList(0, 5);
    assertThat(words.split(broken, "ja").stream().flatMap(word -> word.tokens().stream()))
        .isEqualTo(broken);
  }

  @ParameterizedTest(name = "{0}: {2} in place of {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "vocab.json | \"lo\":258 | \"lo\":-1",
        "vocab.json | \"lo\":258 | \"lo\":\"x\"",
        "vocab.json | \"lo\":258 | \"lo\":3",
        "vocab.json | \"lo\":258 | \"oo\":258",
        "vocab.json | \"a\":97, | ",
        "vocab.json | { | [",
        "vocab.json | \"lo\" | \"日\"",
        "merges.txt | l o | l o o",
        "merges.txt | l o | lo",
        "merges.txt | l o | l 日",
        "merges.txt | l o | x y",
        "tokenizer.json | \"merges\":[\"ä Ġ\" | \"merges\":[7",
        "tokenizer.json | merges | mergers",
        "own.tiktoken | AA== 0 | AA==",
        "own.tiktoken | AA== 0 | ?? 0",
        "own.tiktoken | AA== 0 | AA== x",
        "own.tiktoken | AA== 0 | AA== 1",
      })
  void damaged_file_is_refused(String name, String text, String other) throws Exception {
    writeApart();
    writeWhole(false);
    Files.writeString(folder.resolve("own.tiktoken"), "AA== 0\nAQ== 1\n");
    var file = folder.resolve(name);
    var content = Files.readString(file);
    assertThat(content).contains(text);
    Files.writeString(file, content.replaceFirst(Pattern.quote(text), other == null ? "" : other));

    assertRefused(
        name.equals("vocab.json") || name.equals("merges.txt")
            ? List.of("vocab.json", "merges.txt")
            : List.of(name));
  }

  @Test
  void model_without_a_tokenizer_is_refused() throws Exception {
    writeApart();

    assertRefused(List.of());
    assertRefused(List.of("vocab.json"));
    assertRefused(List.of("tokenizer.json"));
  }

  private void assertRefused(List<String> names) {
    assertThatThrownBy(() -> TokenizerFiles.read(folder, names))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().code()).isEqualTo(EngineCode.TOKENIZER_UNUSABLE);
              assertThat(refusal.problem().doing()).contains(folder.toString());
            });
  }

  private int number(String token) {
    return vocabulary.getOrDefault(token, -1);
  }

  private String json() {
    return vocabulary.entrySet().stream()
        .map(token -> quoted(token.getKey()) + ":" + token.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private void writeApart() throws Exception {
    Files.writeString(folder.resolve("vocab.json"), json());
    Files.writeString(
        folder.resolve("merges.txt"), "#version: 0.2\n" + String.join("\n", MERGES) + "\n");
  }

  private void writeWhole(boolean pairs) throws Exception {
    var merges =
        MERGES.stream()
            .map(merge -> pairs ? "[" + quoted(merge.replace(" ", "\",\"")) + "]" : quoted(merge))
            .map(merge -> merge.replace("\\\",\\\"", "\",\""))
            .collect(Collectors.joining(","));
    Files.writeString(
        folder.resolve("tokenizer.json"),
        "{\"model\":{\"vocab\":" + json() + ",\"merges\":[" + merges + "]}}");
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static String base64(byte value) {
    return Base64.getEncoder().encodeToString(new byte[] {value});
  }
}
