package voxcrate.engine.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DtwTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void the_way_collects_as_much_as_any(long seed) {
    var random = new Random(seed);
    var gains = new double[1 + random.nextInt(6)][1 + random.nextInt(8)];
    for (var row : gains) {
      for (int i = 0; i < row.length; i++) {
        row[i] = random.nextGaussian();
      }
    }

    var entries = Dtw.entries(gains);

    assertThat(best(gains, entries, 0, 0)).isCloseTo(best(gains, null, 0, 0), within(1e-5));
  }

  @Test
  void a_diagonal_is_followed() {
    var gains = new double[][] {{9, -1, -1, -1}, {-1, 9, 0, -1}, {-1, -1, -1, 9}};

    assertThat(Dtw.entries(gains)).containsExactly(0, 1, 3);
  }

  @Test
  void one_column_is_entered_by_all() {
    assertThat(Dtw.entries(new double[][] {{1}, {-1}, {1}})).containsOnly(0);
  }

  @Test
  void medians_see_the_mirror_image_beyond_the_ends() {
    assertThat(AttentionMap.median(new double[] {5, 1, 2, 3})).containsExactly(2, 2, 2, 2);
    assertThat(AttentionMap.median(new double[] {3, 1, 2})).containsExactly(3, 1, 2);
  }

  @Test
  void medians_are_those_of_sorted_windows() {
    var random = new Random(5);
    var row = random.ints(4000, 0, 20).asDoubleStream().toArray();

    var medians = AttentionMap.median(row);

    for (int i = 3; i < row.length - 3; i++) {
      var window = Arrays.copyOfRange(row, i - 3, i + 4);
      Arrays.sort(window);
      assertThat(medians[i]).isEqualTo(window[3]);
    }
  }

  /// The most that a way from a cell to the last corner collects, by trying all of them; where
  /// entries are given, only ways that enter each row there.
  private static double best(double[][] gains, int @Nullable [] entries, int row, int column) {
    double rest = Double.NEGATIVE_INFINITY;
    boolean last = row == gains.length - 1;
    if (last && column == gains[0].length - 1) {
      rest = 0;
    }
    if (column + 1 < gains[0].length) {
      rest = Math.max(rest, best(gains, entries, row, column + 1));
    }
    if (!last && (entries == null || entries[row + 1] == column)) {
      rest = Math.max(rest, best(gains, entries, row + 1, column));
    }
    if (!last
        && column + 1 < gains[0].length
        && (entries == null || entries[row + 1] == column + 1)) {
      rest = Math.max(rest, best(gains, entries, row + 1, column + 1));
    }
    return gains[row][column] + rest;
  }
}
