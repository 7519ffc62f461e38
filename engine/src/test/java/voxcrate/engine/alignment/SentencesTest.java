package voxcrate.engine.alignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SentencesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '^',
      value = {
        "en # Yes. No! Why? Well … so.                 # Yes. | No! | Why? | Well … | so.",
        "en # Mr. Smith met Dr. J. Doe at 5 p.m. today.  # Mr. Smith met Dr. J. Doe at 5 p.m."
            + " today.",
        "en # He said \"Stop.\" Then he left.            # He said \"Stop.\" | Then he left.",
        "en # In 1984. Then 3. Then more.                # In 1984. | Then 3. | Then more.",
        "de # Am 3. Mai 1984. Das war z.B. Montag.       # Am 3. Mai 1984. | Das war z.B. Montag.",
        "de # »Komm!« rief er.                           # »Komm!« rief er.",
        "de # „Komm!“ Er ging.                           # „Komm!“ | Er ging.",
        "ru # Да. Нет.                                   # Да. | Нет.",
        "hi # हाँ। नहीं।                                    # हाँ। | नहीं।",
        "en # no stop at all                             # no stop at all",
      })
  void sentences_end_where_people_end_them(String language, String text, String expected) {
    assertThat(String.join(" | ", sentences(text, language, Script.SPACED))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"ja, 日本語です。今日は！, 日本語です。|今日は！", "zh, 他说：「好。」我走了。, 他说：「好。」|我走了。"})
  void sentences_end_without_blanks_too(String language, String text, String expected) {
    assertThat(String.join("|", sentences(text, language, Script.UNSPACED))).isEqualTo(expected);
  }

  private static List<String> sentences(String text, String language, Script script) {
    var pieces = WordPiece.of(text, script);
    var words = pieces.stream().map(piece -> piece.text().strip()).toList();
    var sentences = new ArrayList<String>();
    int first = 0;
    for (int end : Sentences.ends(words, language)) {
      sentences.add(text.substring(pieces.get(first).start(), pieces.get(end - 1).end()));
      first = end;
    }
    return sentences;
  }
}
