package voxcrate.engine.transcription.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// A language of two letters, 1 and 2, and an end, 0, whose probabilities are written out.
final class SearchTest {
  private static final int END = 0;

  /// By text so far, the probability of the end and of the two letters.
  private static final Map<List<Integer>, double[]> NEXT =
      Map.of(
          List.of(), new double[] {0.02, 0.58, 0.4},
          List.of(1), new double[] {0.3, 0.4, 0.3},
          List.of(2), new double[] {0.02, 0.97, 0.01},
          List.of(2, 1), new double[] {0.98, 0.01, 0.01},
          List.of(1, 1), new double[] {0.5, 0.3, 0.2},
          List.of(1, 2), new double[] {0.5, 0.3, 0.2});

  @Test
  void best_token_at_a_time_is_not_the_best_text() {
    var found = run(new SampledTexts(ruled(), END, 1, 0, BY_SUM, new SplittableRandom(1)));

    assertThat(found.tokens()).containsExactly(1, 1);
    assertThat(found.logProbability()).isCloseTo(Math.log(0.58 * 0.4 * 0.5), within(1e-5));
  }

  @Test
  void beams_find_the_best_text() {
    var found = run(new BeamSearch(ruled(), END, 2, 1, BY_SUM));

    assertThat(found.tokens()).containsExactly(2, 1);
    assertThat(found.logProbability()).isCloseTo(Math.log(0.4 * 0.97 * 0.98), within(1e-5));
    assertThat(found.averageLogProbability())
        .isCloseTo(Math.log(0.4 * 0.97 * 0.98) / 3, within(1e-5));
  }

  @Test
  void as_many_texts_as_patience_says_are_waited_for() {
    var hasty = new BeamSearch(ruled(), END, 3, 0.3, BY_SUM);
    var patient = new BeamSearch(ruled(), END, 3, 2, BY_SUM);

    assertThat(steps(hasty)).isLessThan(steps(patient));
  }

  @Test
  void longer_texts_are_favoured_as_far_as_the_penalty_says() {
    var shorter = Hypothesis.of(new int[] {1}, -1);
    var longer = Hypothesis.of(new int[] {1, 2, 1}, -2.4);

    assertThat(LengthPenalty.BY_LENGTH.best(List.of(shorter, longer))).isSameAs(longer);
    assertThat(BY_SUM.best(List.of(shorter, longer))).isSameAs(shorter);
    assertThat(new LengthPenalty(OptionalDouble.of(4)).best(List.of(shorter, longer)))
        .isSameAs(longer);
  }

  @Test
  void draws_follow_the_probabilities_and_the_seed() {
    int[] counts = new int[3];
    var drawing = new Drawing(1, new SplittableRandom(5));
    var logits = ruled();
    logits.read(after(List.of()), 0, new int[0]);
    for (int i = 0; i < 10_000; i++) {
      counts[drawing.from(logits)]++;
    }

    assertThat(counts[1] / 10_000.0).isCloseTo(0.58, within(0.02));
    assertThat(counts[0] / 10_000.0).isCloseTo(0.02, within(0.005));
    var one = run(new SampledTexts(ruled(), END, 5, 1, BY_SUM, new SplittableRandom(3)));
    var same = run(new SampledTexts(ruled(), END, 5, 1, BY_SUM, new SplittableRandom(3)));
    assertThat(one).isEqualTo(same);
  }

  @Test
  void what_is_forbidden_is_never_drawn() {
    var logits = new RuledLogits(List.of(new NeverSaid(false, List.of(1, 2))), 3);
    logits.read(after(List.of()), 0, new int[0]);
    var drawing = new Drawing(1, new SplittableRandom(5));

    for (int i = 0; i < 100; i++) {
      assertThat(drawing.from(logits)).isZero();
    }
  }

  /// No regard for the length.
  private static final LengthPenalty BY_SUM = new LengthPenalty(OptionalDouble.of(0));

  private static RuledLogits ruled() {
    return new RuledLogits(List.of(), 3);
  }

  private static Logits after(List<Integer> text) {
    var probabilities = NEXT.getOrDefault(text, new double[] {0.9, 0.05, 0.05});
    return (_, target) -> {
      for (int token = 0; token < target.length; token++) {
        target[token] = (float) Math.log(probabilities[token]) + 3;
      }
    };
  }

  private static Hypothesis run(TextSearch search) {
    steps(search);
    return search.best();
  }

  /// Follows the texts as the decoder does, which remembers them by their parents.
  private static int steps(TextSearch search) {
    List<List<Integer>> texts = List.of(List.of());
    int steps = 0;
    while (!search.isFinished() && steps < 20) {
      var known = texts;
      search.take((text, target) -> after(known.get(text)).read(0, target));
      texts =
          search.next().stream()
              .map(next -> append(known.get(next.parent()), next.token()))
              .toList();
      steps++;
    }
    return steps;
  }

  private static List<Integer> append(List<Integer> text, int token) {
    var longer = text.toArray(new Integer[text.size() + 1]);
    longer[text.size()] = token;
    return Arrays.asList(longer);
  }
}
