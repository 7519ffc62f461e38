package voxcrate.bundler.convert.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.json.JsonReader;
import voxcrate.json.JsonWriter;

class YamlReaderTest {
  @Test
  void mappings_scalars_comments_and_quotes_are_read() {
    var text =
        """
        --- # a comment
        a: 1
        b:   # another
            c: 0.5e-3

            d: plain text # not part of it
            e:
              f: 'quoted # text'
              g: "x: y"
        h: true
        i:
        j: ~
        k: a#b
        l: -3
        """;
    var expected =
        """
        {"a": 1, "b": {"c": 0.5e-3, "d": "plain text", "e": {"f": "quoted # text", "g": "x: y"}},
         "h": true, "i": null, "j": null, "k": "a#b", "l": -3}
        """;

    assertThat(JsonWriter.compact(YamlReader.read(text)))
        .isEqualTo(
            JsonWriter.compact(
                JsonReader.readObject(expected.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- a\n",
        "a: [1, 2]\n",
        "a: {b: 1}\n",
        "a: &x 1\n",
        "a: *x\n",
        "a: !!python/name:os.system\n",
        "a: |\n",
        "a: >\n",
        "%YAML 1.2\n",
        "a: 'open\n",
        "a: \"esc\\n\"\n",
        "a: 1\na: 2\n",
        "a:\n  b: 1\na:\n  c: 2\n",
        "a: 1\n  b: 2\n",
        "a:\n    b: 1\n  c: 2\n",
        "  a: 1\n",
        "a:\n\tb: 1\n",
        "a:1\n",
        "just text\n",
        "a:\n b:\n  c:\n   d:\n    e:\n     f:\n      g:\n       h:\n        i: 1\n"
      })
  void everything_else_is_refused(String text) {
    assertThatThrownBy(() -> YamlReader.read(text))
        .isInstanceOf(YamlException.class)
        .hasMessageStartingWith("line ");
  }
}
