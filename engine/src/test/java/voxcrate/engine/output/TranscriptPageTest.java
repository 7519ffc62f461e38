package voxcrate.engine.output;

import static org.assertj.core.api.Assertions.assertThat;
import static voxcrate.engine.testing.Spoken.segment;
import static voxcrate.engine.testing.Spoken.transcript;
import static voxcrate.engine.testing.Spoken.word;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.engine.alignment.Word;
import voxcrate.engine.diarization.Speaker;
import voxcrate.engine.transcript.Segment;
import voxcrate.engine.transcript.SpokenWord;
import voxcrate.engine.transcript.Transcript;

final class TranscriptPageTest {
  private static final Pattern TAG = Pattern.compile("<(?<name>/?[a-z][a-z0-9]*)[^<>]*>");
  private static final RunRecord RUN =
      new RunRecord(
          "voxcrate 0.1.0", Instant.EPOCH, "cpu", 1, List.of(), Map.of(), Map.of(), Map.of());

  @Test
  void a_page_says_who_said_what_when() {
    var page =
        page(
            transcript(
                segment(0, word(" Good", 61, 61.5), word(" morning.", 61.5, 62)),
                segment(1, word(" Hello.", 63, 64))));

    assertThat(page)
        .contains("<h2>Speaker 1 <time>1:01.0</time></h2>\n<p dir=\"auto\">Good morning.</p>")
        .contains("<h2>Speaker 2 <time>1:03.0</time></h2>\n<p dir=\"auto\">Hello.</p>")
        .contains("English · 2 speakers", "50 %");
  }

  @Test
  void a_page_loads_nothing_and_runs_nothing() {
    var page = page(transcript(segment(0, word(" a", 1, 2))));

    assertThat(page)
        .contains("content=\"default-src 'none'; style-src 'unsafe-inline'\"")
        .doesNotContain("<script", "src=", "href=", "url(", "@import", "http:", "https:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " <script>alert(1)</script>",
        " \" onmouseover=\"alert(1)",
        " '><img src=x onerror=alert(1)>",
        " </style><style>*{display:none}",
        " &lt;b&gt;",
        " <!--",
      })
  void text_is_never_markup(String attack) {
    var harmless = page(unsure("title", " word"));

    var page = page(unsure("t" + attack, attack));

    // The same tags in the same order, whatever is said and however the file is called.
    assertThat(tags(page)).isEqualTo(tags(harmless));
    assertThat(page).doesNotContain(attack);
  }

  @Test
  void unsure_and_overlapped_words_are_marked() {
    var spoken =
        new SpokenWord(
            new Word(" perhaps", 1, 2, OptionalDouble.of(0.2)),
            Optional.of(new Speaker(0)),
            List.of(new Speaker(1)));
    var segment =
        new Segment(1, 2, "perhaps", List.of(spoken), Optional.of(new Speaker(0)), "en", -0.1, 0);

    assertThat(page(transcript(segment)))
        .contains(
            "<span class=\"unsure overlapped\""
                + " title=\"0:01.0, unsure, at the same time as Speaker 2\">perhaps</span>");
  }

  @Test
  void a_long_pause_begins_a_paragraph() {
    var page =
        page(
            transcript(
                segment(0, word(" One.", 1, 2)),
                segment(0, word(" Two.", 2.5, 3)),
                segment(0, word(" Three.", 6, 7))));

    assertThat(page).contains("One. Two.</p>\n<p dir=\"auto\">Three.</p>");
  }

  @Test
  void without_speakers_there_are_no_names() {
    assertThat(page(transcript(segment(word(" a", 1, 2)))))
        .doesNotContain("peaker", "<table")
        .contains("<h2><time>0:01.0</time></h2>");
  }

  @Test
  void silence_is_said() {
    assertThat(page(transcript())).contains("Nothing is said in this recording.");
  }

  private static String page(Transcript transcript) {
    return TranscriptPage.of("a.wav", transcript, RUN, List.of());
  }

  private static String page(Unsure said) {
    return TranscriptPage.of(
        said.title(),
        transcript(
            segment(0, new Word(said.text(), 1, 2, OptionalDouble.of(0.1)), word(" b", 2, 3))),
        RUN,
        List.of(said.text()));
  }

  private record Unsure(String title, String text) {}

  private static Unsure unsure(String title, String text) {
    return new Unsure(title, text);
  }

  private static List<String> tags(String page) {
    return TAG.matcher(page).results().map(found -> found.group("name")).toList();
  }
}
