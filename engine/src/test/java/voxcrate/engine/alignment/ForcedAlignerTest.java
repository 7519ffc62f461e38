package voxcrate.engine.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import voxcrate.json.Json;

final class ForcedAlignerTest {
  /// WhisperX rounds the scores of characters before it takes their mean.
  private static final double SCORE_TOLERANCE = 0.0011;

  private static final double TIME_TOLERANCE = 0.0006;
  private static final float[] SOUND = new float[1600];

  static Stream<Json.Obj> cases() {
    return CtcCases.segments().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sentences_and_words_equal_whisperx(Json.Obj expected) {
    var utterance =
        new Utterance(
            expected.decimal("start"),
            expected.decimal("end"),
            expected.text("text"),
            expected.text("language"));

    var sentences = aligner(expected.text("emission")).align(utterance, SOUND);

    var wanted = expected.objects("segments");
    assertThat(sentences.stream().map(TimedText::text))
        .isEqualTo(wanted.stream().map(segment -> segment.text("text")).toList());
    for (int i = 0; i < wanted.size(); i++) {
      assertThat(sentences.get(i).startSeconds())
          .isCloseTo(wanted.get(i).decimal("start"), within(TIME_TOLERANCE));
      assertThat(sentences.get(i).endSeconds())
          .isCloseTo(wanted.get(i).decimal("end"), within(TIME_TOLERANCE));
      assertWords(sentences.get(i), wanted.get(i).objects("words"));
    }
  }

  private static void assertWords(TimedText sentence, List<Json.Obj> wanted) {
    if (wanted.isEmpty()) {
      assertThat(sentence.isAligned()).isFalse();
      return;
    }
    assertThat(sentence.words()).hasSameSizeAs(wanted);
    for (int i = 0; i < wanted.size(); i++) {
      var word = sentence.words().get(i);
      assertThat(word.spelling()).isEqualTo(wanted.get(i).text("word"));
      assertThat(word.startSeconds())
          .isCloseTo(wanted.get(i).decimal("start"), within(TIME_TOLERANCE));
      assertThat(word.endSeconds()).isCloseTo(wanted.get(i).decimal("end"), within(TIME_TOLERANCE));
      assertThat(word.confidence().orElseThrow())
          .isCloseTo(wanted.get(i).decimal("score"), within(SCORE_TOLERANCE));
    }
  }

  @Test
  void what_cannot_be_aligned_keeps_its_times_and_shares_them() {
    var utterance = new Utterance(1, 1.08, " too many letters ", "en");

    var sentences = aligner("short").align(utterance, SOUND);

    assertThat(sentences).hasSize(1);
    var kept = sentences.getFirst();
    assertThat(kept.startSeconds()).isEqualTo(1);
    assertThat(kept.endSeconds()).isEqualTo(1.08);
    assertThat(kept.isAligned()).isFalse();
    assertThat(kept.words()).extracting(Word::text).containsExactly(" too", " many", " letters");
    assertThat(kept.words().getLast().endSeconds()).isCloseTo(1.08, within(1e-9));
    assertThat(kept.words().get(1).startSeconds()).isCloseTo(1 + 0.08 * 4 / 17, within(1e-9));
  }

  @Test
  void without_words_there_is_nothing_to_say() {
    assertThat(aligner("0").align(new Utterance(0, 1, "  ", "en"), SOUND)).isEmpty();
  }

  @Test
  void without_sound_times_are_estimated() {
    var sentences = aligner("0").align(new Utterance(5, 6, "Hello.", "en"), new float[0]);

    assertThat(sentences.getFirst().isAligned()).isFalse();
    assertThat(sentences.getFirst().words().getFirst().endSeconds()).isEqualTo(6);
  }

  @Test
  void words_put_together_make_the_text() {
    var utterance = new Utterance(0, 2, "\u00a0In  Köln:\n5\u00a0€", "de");

    var words = aligner("0").align(utterance, SOUND).getFirst().words();

    assertThat(words.stream().map(Word::text).collect(Collectors.joining()))
        .isEqualTo(" In Köln: 5 €");
  }

  private static ForcedAligner aligner(String emission) {
    return new ForcedAligner(samples -> CtcCases.emission(emission), CtcCases.labels());
  }
}
