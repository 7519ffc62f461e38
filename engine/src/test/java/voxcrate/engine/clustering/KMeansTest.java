package voxcrate.engine.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.engine.testing.Fixtures;
import voxcrate.engine.testing.Npy;

final class KMeansTest {
  /// Against scikit-learn's `KMeans(n_init=3, random_state=42)` on random vectors.
  @ParameterizedTest
  @CsvSource({"0, 1", "1, 2", "2, 2", "3, 4", "4, 3"})
  void groups_equal_scikit_learn(int set, int clusters) {
    var reference = Fixtures.require("clustering-ref", "linkage.npz");
    var array = Npy.read(reference, "X" + set);
    var vectors =
        IntStream.range(0, array.size(0))
            .mapToObj(i -> array.floats(i * array.size(1), array.size(1)))
            .toList();

    var labels = KMeans.labels(vectors, clusters);

    assertThat(labels).isEqualTo(Npy.read(reference, "KM" + set).integers());
    assertThat(inertia(vectors, labels))
        .isCloseTo(Npy.read(reference, "KM" + set + "_inertia").values()[0], within(1e-4));
  }

  /// Ten clouds far from each other have one best grouping, which no start may miss.
  @Test
  void clouds_are_told_apart() {
    var random = new Random(11);
    var vectors =
        IntStream.range(0, 500)
            .mapToObj(
                i ->
                    new float[] {
                      (float) (100 * (i % 10) + random.nextGaussian()),
                      (float) random.nextGaussian()
                    })
            .toList();

    var labels = KMeans.labels(vectors, 10);

    assertThat(Arrays.stream(labels).distinct().count()).isEqualTo(10);
    for (int i = 0; i < labels.length; i++) {
      assertThat(labels[i]).isEqualTo(labels[i % 10]);
    }
  }

  /// Of points 0, 2, 9, 11, 30 in three groups the best sum of squares is 2 + 2 + 0.
  @Test
  void sum_of_squares_is_the_least_there_is() {
    var vectors = line(0, 2, 9, 11, 30);

    assertThat(inertia(vectors, KMeans.labels(vectors, 3))).isCloseTo(4, within(1e-9));
  }

  @Test
  void same_vectors_give_the_same_groups() {
    var random = new Random(5);
    var vectors =
        IntStream.range(0, 200)
            .mapToObj(_ -> new float[] {random.nextFloat(), random.nextFloat()})
            .toList();

    assertThat(KMeans.labels(vectors, 7)).isEqualTo(KMeans.labels(vectors, 7));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 20})
  void equal_vectors_are_one_group(int clusters) {
    assertThat(KMeans.labels(Collections.nCopies(20, new float[] {1, 2}), clusters))
        .containsOnly(0);
  }

  @Test
  void as_many_groups_as_vectors_are_one_each() {
    assertThat(KMeans.labels(line(5, 1, 9, 3), 4)).containsExactlyInAnyOrder(0, 1, 2, 3);
  }

  private static List<float[]> line(float... values) {
    return IntStream.range(0, values.length).mapToObj(i -> new float[] {values[i]}).toList();
  }

  private static double inertia(List<float[]> vectors, int[] labels) {
    var centroids = Centroids.of(vectors, labels);
    return IntStream.range(0, labels.length)
        .mapToDouble(i -> Vectors.squaredDistance(vectors.get(i), centroids.point(labels[i])))
        .sum();
  }
}
