package voxcrate.engine.transcription.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.model.SpecialTokens;

/// Ten tokens of text, end 10, start 11, and times 0 to 9 from 20 on.
final class LogitRulesTest {
  private static final SpecialTokens TOKENS =
      new SpecialTokens(true, 10, 11, Map.of("en", 12), 13, 14, 15, 16, 17, 19, 20);
  private static final int VOCABULARY = 30;
  private static final TimestampRule TIMES = new TimestampRule(TOKENS, 3);

  @Test
  void a_text_begins_with_an_early_time() {
    assertThat(allowed(TIMES)).containsExactly(20, 21, 22, 23);
  }

  @Test
  void text_follows_the_first_time() {
    assertThat(allowed(TIMES, 22)).contains(0, 9, 10).noneMatch(token -> token >= 19);
  }

  @Test
  void time_behind_text_is_later_than_the_last() {
    assertThat(likelyTimes(22, 5)).containsExactly(23, 24, 25, 26, 27, 28, 29);
  }

  @Test
  void behind_a_closing_time_comes_another_or_the_end() {
    assertThat(allowed(TIMES, 22, 5, 25)).containsExactly(25, 26, 27, 28, 29);
    assertThat(ofText(22, 5, 25)).contains(10).doesNotContain(0, 9, 19);
  }

  @Test
  void behind_a_pair_comes_text() {
    assertThat(allowed(TIMES, 22, 5, 25, 25)).contains(0, 9, 10).noneMatch(token -> token >= 19);
  }

  @Test
  void times_that_are_likelier_together_than_any_text_win() {
    var logits = new float[VOCABULARY];
    logits[3] = 1.5f; // e^1.5 is 4.5, seven times are 7.

    TIMES.apply(logits, new int[] {22, 5});

    assertThat(logits[3]).isEqualTo(Float.NEGATIVE_INFINITY);
    logits = new float[VOCABULARY];
    logits[3] = 2; // e^2 is 7.4.
    TIMES.apply(logits, new int[] {22, 5});
    assertThat(logits[3]).isEqualTo(2);
  }

  @Test
  void some_tokens_are_never_said_and_others_not_first() {
    assertThat(allowed(new NeverSaid(false, List.of(3, 4)), 5)).doesNotContain(3, 4).contains(5);
    assertThat(allowed(new NeverSaid(true, List.of(3)))).doesNotContain(3);
    assertThat(allowed(new NeverSaid(true, List.of(3)), 5)).contains(3);
  }

  @Test
  void repetition_makes_a_token_less_likely_once() {
    var logits = new float[] {2, -2, 1};

    new RepetitionPenalty(2).apply(logits, new int[] {0, 1, 0});

    assertThat(logits).containsExactly(1, -4, 1);
  }

  @Test
  void no_run_is_written_twice() {
    var rule = new NoRepeatedRun(3);

    assertThat(allowed(rule, 1, 2, 3, 1, 2)).doesNotContain(3).contains(1, 2, 4);
    assertThat(allowed(rule, 1, 2)).contains(1, 2, 3);
    assertThat(allowed(new NoRepeatedRun(1), 4, 5)).doesNotContain(4, 5).contains(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 511, 512, 513, 1_500, 51_865})
  void sum_of_exponentials_is_that_of_the_definition(int count) {
    var random = new Random(count);
    var numbers = new float[count + 10];
    double sum = 0;
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) (random.nextGaussian() * 8 - 40);
      sum += i < 5 || i >= 5 + count ? 0 : Math.exp(numbers[i]);
    }

    assertThat(LogSum.of(numbers, 5, 5 + count)).isCloseTo(Math.log(sum), within(1e-5));
  }

  @Test
  void what_is_forbidden_adds_nothing() {
    var numbers = new float[1_000];
    Arrays.fill(numbers, Float.NEGATIVE_INFINITY);

    assertThat(LogSum.of(numbers, 0, 1_000)).isEqualTo(Double.NEGATIVE_INFINITY);
    numbers[700] = 3;
    assertThat(LogSum.of(numbers, 0, 1_000)).isCloseTo(3, within(1e-6));
  }

  @Test
  void best_tokens_come_in_order_and_the_first_of_equals_first() {
    var ruled = new RuledLogits(List.of(), 8);
    ruled.read(
        (_, target) -> System.arraycopy(new float[] {1, 5, 5, 2, 7, -1, 5, 0}, 0, target, 0, 8),
        0,
        new int[0]);

    assertThat(ruled.best()).isEqualTo(4);
    assertThat(ruled.best(4)).containsExactly(4, 1, 2, 6);
    assertThat(ruled.best(8)).containsExactly(4, 1, 2, 6, 3, 0, 7, 5);
  }

  private static List<Integer> likelyTimes(int... written) {
    var logits = new float[VOCABULARY];
    Arrays.fill(logits, 20, VOCABULARY, 5);
    TIMES.apply(logits, written);
    return finite(logits);
  }

  /// What may follow where times are unlikely.
  private static List<Integer> ofText(int... written) {
    var logits = new float[VOCABULARY];
    Arrays.fill(logits, 20, VOCABULARY, -50);
    TIMES.apply(logits, written);
    return finite(logits);
  }

  private static List<Integer> allowed(LogitRule rule, int... written) {
    var logits = new float[VOCABULARY];
    rule.apply(logits, written);
    return finite(logits);
  }

  private static List<Integer> finite(float[] logits) {
    return IntStream.range(0, logits.length)
        .filter(token -> logits[token] > Float.NEGATIVE_INFINITY)
        .boxed()
        .toList();
  }
}
