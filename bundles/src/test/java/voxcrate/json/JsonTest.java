package voxcrate.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
  @Test
  void canonical_form_sorts_members_by_utf16_and_escapes_as_rfc_8785_does() {
    // The sorting example of RFC 8785, 3.2.3.
    var members =
        Json.object()
            .put("\u20ac", "Euro Sign")
            .put("\r", "Carriage Return")
            .put("\ufb33", "Hebrew Letter Dalet With Dagesh")
            .put("1", "One")
            .put("\ud83d\ude00", "Emoji: Grinning Face")
            .put("\u0080", "Control")
            .put("\u00f6", "Latin Small Letter O With Diaeresis")
            .build();

    var canonical = new String(JsonWriter.canonical(members), UTF_8);

    assertThat(canonical)
        .isEqualTo(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                + "\"\ud83d\ude00\":\"Emoji: Grinning Face\","
                + "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.5", "9007199254740992", "-9007199254740992"})
  void canonical_form_refuses_numbers_that_are_not_exact_everywhere(String number) {
    var value = JsonReader.read(number);

    assertThatThrownBy(() -> JsonWriter.canonical(value)).isInstanceOf(JsonException.class);
  }

  @Test
  void canonical_form_spells_an_integer_one_way() {
    assertThat(new String(JsonWriter.canonical(JsonReader.read("1e3")), UTF_8)).isEqualTo("1000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"a\":1,\"a\":2}",
        "{} {}",
        "1e9999999999",
        "1e-2147483648",
        "1e2147483648",
        "1e99999999999999999999",
        "[1,]",
        "NaN",
        "01",
        "\"\\ud800",
        "{\"a\" 1}",
        "'a'",
        "// no\n1"
      })
  void reader_refuses_what_is_not_exactly_one_document(String text) {
    assertThatThrownBy(() -> JsonReader.read(text)).isInstanceOf(JsonException.class);
  }

  @Test
  void reader_refuses_deep_nesting_without_exhausting_the_stack() {
    var text = "[".repeat(100_000);

    assertThatThrownBy(() -> JsonReader.read(text)).isInstanceOf(JsonException.class);
  }

  @Test
  void member_of_another_kind_is_named() {
    var object = JsonReader.readObject("{\"size\":\"12\"}".getBytes(UTF_8));

    assertThatThrownBy(() -> object.integer("size"))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("size")
        .hasMessageContaining("integer");
  }

  @Test
  void null_counts_as_absent_when_searched_and_as_present_when_listed() {
    var object = JsonReader.readObject("{\"a\":null}".getBytes(UTF_8));

    assertThat(object.find("a")).isEmpty();
    assertThat(object.members()).containsKey("a");
  }

  @Test
  void indented_form_reads_back_equal() {
    var value =
        Json.object()
            .put("list", Json.strings(java.util.List.of("a", "b\n\"c\"\u0001")))
            .put("number", 0.25)
            .put("none", Json.NULL)
            .put("empty", Json.object().build())
            .build();

    assertThat(JsonReader.read(JsonWriter.indented(value))).isEqualTo(value);
  }

  @Test
  void cursor_walks_through_members_and_items() {
    var read = new ArrayList<String>();

    try (var cursor = JsonCursor.of("{\"a\":{\"b\":[1]},\"c\":[2,[3]]}".getBytes(UTF_8))) {
      read.add(cursor.next().orElseThrow());
      read.add(JsonWriter.compact(cursor.value(3)));
      read.add(cursor.next().orElseThrow());
      cursor.items(2, 2, item -> read.add(JsonWriter.compact(item)));
      assertThat(cursor.next()).isEmpty();
    }

    assertThat(read).containsExactly("a", "{\"b\":[1]}", "c", "2", "[3]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":[[1]]}",
        "{\"a\":[1,2,3]}",
        "{\"a\":[1,2",
        "{\"a\":1}",
        "{\"a\":[]} ,",
        "[]",
        "",
        "{\"a\":[],\"a\":[]}",
        "{\"a\":[{\"b\":1,\"b\":1}]}"
      })
  void cursor_refuses_what_is_too_much_or_no_document(String document) {
    assertThatThrownBy(
            () -> {
              try (var cursor = JsonCursor.of(document.getBytes(UTF_8))) {
                while (cursor.next().isPresent()) {
                  cursor.items(2, 1, _ -> {});
                }
              }
            })
        .isInstanceOf(JsonException.class);
  }

  @Test
  void cursor_reads_no_text_of_any_length() {
    var document = ("{\"a\":\"" + "x".repeat(20_000) + "\"}").getBytes(UTF_8);

    assertThatThrownBy(
            () -> {
              try (var cursor = JsonCursor.of(document)) {
                cursor.next();
                cursor.value(1);
              }
            })
        .isInstanceOf(JsonException.class);
  }
}
