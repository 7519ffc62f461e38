package voxcrate.engine.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static voxcrate.engine.testing.Spoken.segment;
import static voxcrate.engine.testing.Spoken.transcript;
import static voxcrate.engine.testing.Spoken.word;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.engine.alignment.TimedText;
import voxcrate.engine.transcript.Segment;
import voxcrate.engine.transcript.Transcript;
import voxcrate.json.JsonReader;

final class SubtitleFilesTest {
  private static final Path EXPECTED = Path.of("src/test/resources/transcript/subtitles.json");

  /// The transcript that Whisper's own writers were given.
  private static final Transcript TRANSCRIPT =
      transcript(
          segment(
              word(" Hello,", 0.1, 0.5),
              word(" this", 0.6, 0.8),
              word(" is", 0.8, 0.95),
              word(" a", 0.95, 1.0),
              word(" first", 1.0, 1.4),
              word(" sentence.", 1.4, 2.0)),
          segment(
              word(" The", 6.5, 6.7),
              word(" second", 6.7, 7.2),
              word(" one", 7.2, 7.5),
              word(" costs", 7.5, 8.0),
              word(" $5.50!", 8.0, 8.7155)),
          segment(word(" Extraordinarily", 3600, 3601.25), word(" long", 3601.5, 3602)));

  @ParameterizedTest
  @CsvSource({
    "plain, 0, 0, 0, false",
    "width, 14, 0, 0, false",
    "both, 14, 2, 0, false",
    "one, 20, 1, 0, false",
    "words, 0, 0, 2, false",
    "highlight, 14, 0, 0, true"
  })
  void files_equal_whispers(String name, int width, int lines, int words, boolean highlight)
      throws IOException {
    var layout = new SubtitleLayout(limit(width), limit(lines), limit(words), highlight);

    assertThat(SubtitleFiles.srt(TRANSCRIPT, layout)).isEqualTo(expected(name + ".srt"));
    assertThat(SubtitleFiles.vtt(TRANSCRIPT, layout)).isEqualTo(expected(name + ".vtt"));
  }

  @Test
  void text_files_equal_whispers() throws IOException {
    assertThat(TranscriptText.lines(TRANSCRIPT)).isEqualTo(expected("plain.txt"));
    assertThat(TranscriptText.tsv(TRANSCRIPT)).isEqualTo(expected("plain.tsv"));
  }

  @Test
  void speakers_have_names_and_voices() {
    var spoken =
        transcript(
            segment(0, word(" Yes.", 1, 2)),
            segment(11, word(" No.", 2, 3)),
            segment(word(" Who?", 3, 4)));

    assertThat(SubtitleFiles.srt(spoken, SubtitleLayout.PLAIN))
        .contains("[SPEAKER_00]: Yes.\n", "[SPEAKER_11]: No.\n", "[UNKNOWN]: Who?\n");
    assertThat(SubtitleFiles.vtt(spoken, SubtitleLayout.PLAIN))
        .contains("<v Speaker 1>Yes.\n", "<v Speaker 12>No.\n", "<v Unknown speaker>Who?\n");
    assertThat(TranscriptText.lines(spoken))
        .isEqualTo("Speaker 1: Yes.\nSpeaker 12: No.\nUnknown speaker: Who?\n");
  }

  @Test
  void a_subtitle_that_runs_on_ends_with_its_speaker() {
    var layout = new SubtitleLayout(limit(80), limit(2), limit(0), false);
    var spoken =
        transcript(
            segment(0, word(" One.", 1, 2)),
            segment(0, word(" Two.", 2, 3)),
            segment(1, word(" Three.", 3, 4)));

    assertThat(SubtitleFiles.srt(spoken, layout))
        .isEqualTo(
            """
            1
            00:00:01,000 --> 00:00:03,000
            [SPEAKER_00]: One. Two.

            2
            00:00:03,000 --> 00:00:04,000
            [SPEAKER_01]: Three.

            """);
  }

  @Test
  void a_segment_without_words_is_shown_at_its_own_times() {
    var untimed = new TimedText(5, 6, "No times.", List.of());
    var spoken = transcript(segment(word(" One.", 1, 2)), Segment.of(untimed, "en", -1, 0));

    assertThat(SubtitleFiles.srt(spoken, SubtitleLayout.PLAIN))
        .endsWith("2\n00:00:05,000 --> 00:00:06,000\nNo times.\n\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " a\n\n2\n00:00:00,000 --> 00:00:09,000\nmine",
        " a\r\rWEBVTT\r\r00:00.000 --> 00:09.000",
        " ---> --> ->>",
        " x\u2028\u2028y\u0000\u001b[2J",
      })
  void text_never_becomes_a_cue(String attack) {
    var spoken = transcript(segment(word(attack, 1, 2)));

    for (var file :
        List.of(
            SubtitleFiles.srt(spoken, SubtitleLayout.PLAIN),
            SubtitleFiles.vtt(spoken, SubtitleLayout.PLAIN))) {
      assertThat(file.lines().filter(line -> line.contains("-->"))).hasSize(1);
      assertThat(file.lines().filter(String::isEmpty).count()).isLessThanOrEqualTo(2);
      assertThat(file).doesNotContain("\r", "\u001b", "\u0000", "\u2028");
    }
    assertThat(TranscriptText.lines(spoken).lines()).hasSize(1);
    assertThat(TranscriptText.tsv(spoken).lines()).hasSize(2);
  }

  @Test
  void text_is_no_markup_in_vtt() {
    var spoken = transcript(segment(word(" </v><v Boss>&lt;b", 1, 2)));

    assertThat(SubtitleFiles.vtt(spoken, SubtitleLayout.PLAIN))
        .contains("\n&lt;/v&gt;&lt;v Boss&gt;&amp;lt;b\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "=HYPERLINK(1) | '=HYPERLINK(1)",
        "+1 | '+1",
        "-2 | '-2",
        "@SUM(A1) | '@SUM(A1)",
        "1 = 1 | 1 = 1"
      })
  void a_spreadsheet_computes_no_text(String text, String written) {
    assertThat(TranscriptText.tsv(transcript(segment(word(" " + text, 1, 2)))))
        .isEqualTo("start\tend\ttext\n1000\t2000\t" + written + "\n");
  }

  @Test
  void tabs_part_no_columns() {
    assertThat(TranscriptText.tsv(transcript(segment(word(" a\tb", 1, 2)))))
        .endsWith("\t2000\ta b\n");
  }

  @Test
  void limits_are_positive() {
    assertThatThrownBy(
            () ->
                new SubtitleLayout(
                    OptionalInt.of(0), OptionalInt.empty(), OptionalInt.empty(), false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static OptionalInt limit(int limit) {
    return limit == 0 ? OptionalInt.empty() : OptionalInt.of(limit);
  }

  private static String expected(String name) throws IOException {
    return JsonReader.readObject(Files.readAllBytes(EXPECTED)).text(name);
  }
}
