package voxcrate.engine.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordErrorRateTest {
  @Test
  void words_and_errors_equal_those_of_jiwer() throws IOException {
    var rows = Files.readAllLines(Path.of("src/test/resources/score/jiwer.tsv"));

    assertThat(rows).hasSize(60);
    for (var row : rows) {
      var fields = row.split("\t", -1);
      var errors = errors(fields[2], fields[3]);
      assertThat(errors.words()).as(row).isEqualTo(Long.parseLong(fields[0]));
      assertThat(errors.errors()).as(row).isEqualTo(Long.parseLong(fields[1]));
    }
  }

  @Test
  void the_fewest_errors_are_found_and_add_up() {
    var random = RandomGenerator.of("L64X128MixRandom");
    for (int run = 0; run < 400; run++) {
      var reference = letters(random, random.nextInt(0, 8));
      var found = letters(random, random.nextInt(0, 8));

      var errors = WordAlignment.errors(reference, found);

      assertThat(errors.errors()).isEqualTo(fewest(reference, found));
      assertThat(errors.insertions() - errors.deletions())
          .isEqualTo(found.size() - reference.size());
      assertThat(List.of(errors.substitutions(), errors.deletions(), errors.insertions()))
          .allMatch(count -> count >= 0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "one two three, one three, 0, 1, 0",
    "one two three, one two and three, 0, 0, 1",
    "one two three, one too three, 1, 0, 0",
    "At half past two., at HALF past two, 0, 0, 0",
    "O'clock, o’clock, 0, 0, 0",
    "two, 2, 1, 0, 0",
    "Straße, Strasse, 1, 0, 0",
    "'', one, 0, 0, 1",
  })
  void each_kind_of_error_is_counted(
      String reference, String found, long replaced, long missing, long putIn) {
    var errors = errors(reference, found);

    assertThat(errors.substitutions()).isEqualTo(replaced);
    assertThat(errors.deletions()).isEqualTo(missing);
    assertThat(errors.insertions()).isEqualTo(putIn);
  }

  @Test
  void letters_with_their_marks_apart_are_the_same() {
    assertThat(errors("gr\u00fcn", "gru\u0308n").errors()).isZero();
  }

  @Test
  void rate_without_a_reference_is_zero_or_infinite() {
    assertThat(errors("", " . ").rate()).isZero();
    assertThat(errors("", "one").rate()).isInfinite();
    assertThat(errors("one", "one two three").rate()).isEqualTo(2);
  }

  private static WordErrors errors(String reference, String found) {
    return new TextPair("", reference, Optional.of(found)).errors();
  }

  private static List<String> letters(RandomGenerator random, int count) {
    return IntStream.range(0, count).mapToObj(i -> "" + (char) random.nextInt('a', 'd')).toList();
  }

  /// By the definition.
  private static long fewest(List<String> a, List<String> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return Math.max(a.size(), b.size());
    }
    var restOfA = a.subList(1, a.size());
    var restOfB = b.subList(1, b.size());
    return a.getFirst().equals(b.getFirst())
        ? fewest(restOfA, restOfB)
        : 1 + Math.min(fewest(restOfA, restOfB), Math.min(fewest(restOfA, b), fewest(a, restOfB)));
  }
}
