package voxcrate.engine.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;

/// Against OpenAI's `add_word_timestamps` on made-up attention.
final class AttentionAlignerTest {
  private static final Path CASES = Path.of("src/test/resources/alignment/attention.json");
  private static final float SCORE_STEPS = 32;

  static Stream<Json.Obj> cases() throws IOException {
    return JsonReader.readObject(Files.readAllBytes(CASES)).objects("cases").stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void words_and_segments_equal_the_reference(Json.Obj expected) {
    var texts = AttentionAligner.align(window(expected), segments(expected));

    var wanted = expected.objects("expected");
    assertThat(texts).hasSameSizeAs(wanted);
    for (int i = 0; i < wanted.size(); i++) {
      assertTime(texts.get(i).startSeconds(), wanted.get(i).decimal("start"));
      assertTime(texts.get(i).endSeconds(), wanted.get(i).decimal("end"));
      var words = wanted.get(i).objects("words");
      assertThat(texts.get(i).words().stream().map(Word::text))
          .isEqualTo(words.stream().map(word -> word.text("word")).toList());
      for (int j = 0; j < words.size(); j++) {
        var word = texts.get(i).words().get(j);
        assertTime(word.startSeconds(), words.get(j).decimal("start"));
        assertTime(word.endSeconds(), words.get(j).decimal("end"));
        assertThat(word.confidence().orElseThrow())
            .isCloseTo(words.get(j).decimal("probability"), within(1e-9));
      }
    }
  }

  @Test
  void a_window_without_text_has_no_words() {
    var scores = new AttentionScores(new float[2 * 4], 1, 2, 4);
    var window = new AttendedWindow(0, 0.02, scores, 4, 0, List.of(), 0);

    var texts = AttentionAligner.align(window, List.of(new SpokenTokens(1, 2, List.of())));

    assertThat(texts).containsExactly(new TimedText(1, 2, "", List.of()));
  }

  @Test
  void tokens_that_do_not_add_up_are_refused() {
    var scores = new AttentionScores(new float[3 * 4], 1, 3, 4);
    var window = new AttendedWindow(0, 0.02, scores, 4, 0, List.of(0.5), 0);

    assertThatThrownBy(() -> AttentionAligner.align(window, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertTime(double seconds, double wanted) {
    assertThat(seconds).isCloseTo(wanted, within(1e-6));
  }

  private static AttendedWindow window(Json.Obj given) {
    var integers = given.array("scores");
    var scores = new float[integers.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = number(integers.get(i)) / SCORE_STEPS;
    }
    int positions = (int) given.integer("positions");
    return new AttendedWindow(
        given.decimal("offset"),
        0.02,
        new AttentionScores(
            scores, (int) given.integer("heads"), (int) given.integer("rows"), positions),
        (int) given.integer("used"),
        (int) given.integer("first"),
        given.array("probabilities").stream()
            .map(p -> ((Json.Num) p).value().doubleValue())
            .toList(),
        given.decimal("lastSpeech"));
  }

  private static List<SpokenTokens> segments(Json.Obj given) {
    var groups =
        given.objects("words").stream()
            .map(word -> new TokenGroup(word.text("text"), (int) word.integer("tokens")))
            .toList();
    var segments = new ArrayList<SpokenTokens>();
    int next = 0;
    for (var segment : given.objects("segments")) {
      int end = next + (int) segment.integer("words");
      segments.add(
          new SpokenTokens(
              segment.decimal("start"), segment.decimal("end"), groups.subList(next, end)));
      next = end;
    }
    return segments;
  }

  private static float number(Json json) {
    return ((Json.Num) json).value().floatValue();
  }
}
