package voxcrate.engine.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.engine.testing.Fixtures;
import voxcrate.engine.testing.Npy;

/// Against SciPy's `linkage(method="centroid")` and `fcluster` on random vectors.
final class CentroidLinkageTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void merges_equal_scipy(int set) {
    var reference = Fixtures.require("clustering-ref", "linkage.npz");
    var expected = Npy.read(reference, "Z" + set).values();

    var tree = CentroidLinkage.of(vectors(Npy.read(reference, "X" + set)));

    for (int i = 0; i < tree.vectors() - 1; i++) {
      var merge = tree.merge(i);
      assertThat(List.of((double) merge.left(), (double) merge.right(), (double) merge.size()))
          .as("merge %d", i)
          .containsExactly(expected[4 * i], expected[4 * i + 1], expected[4 * i + 3]);
      assertThat(merge.height()).isCloseTo(expected[4 * i + 2], within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void flat_clusters_and_their_numbers_equal_scipy(int set) {
    var reference = Fixtures.require("clustering-ref", "linkage.npz");
    var tree = CentroidLinkage.of(vectors(Npy.read(reference, "X" + set)));

    for (var height : List.of("0.3", "0.6", "0.7045654963945799", "1.0")) {
      var expected = Npy.read(reference, "L" + set + "_" + height).integers();
      int first = Arrays.stream(expected).min().orElseThrow();

      assertThat(tree.cut(Double.parseDouble(height)))
          .as("cut at %s", height)
          .isEqualTo(Arrays.stream(expected).map(label -> label - first).toArray());
    }
  }

  @Test
  void equal_vectors_make_one_cluster_at_height_zero() {
    var equal = IntStream.range(0, 20).mapToObj(_ -> new float[] {0.6f, 0.8f}).toList();

    var tree = CentroidLinkage.of(equal);

    assertThat(tree.cut(0)).containsOnly(0);
  }

  /// More rows than one block of the sketch, unlike the references.
  @Test
  void merges_are_the_nearest_of_all_pairs() {
    var voices = RowSketchTest.voices(700);

    var tree = CentroidLinkage.of(voices);

    var centroids = new ArrayList<double[]>(List.of(RowSketchTest.doubles(voices)));
    var sizes = new ArrayList<>(Collections.nCopies(voices.size(), 1));
    for (int i = 0; i < tree.vectors() - 1; i++) {
      var merge = tree.merge(i);
      var left = centroids.set(merge.left(), null);
      var right = centroids.set(merge.right(), null);
      double height = Math.sqrt(RowSketchTest.squaredDistance(left, right));
      assertThat(merge.height()).as("merge %d", i).isCloseTo(height, within(1e-12));
      assertThat(i % 20 == 0 ? nearest(centroids) : Double.POSITIVE_INFINITY)
          .as("other pairs at merge %d", i)
          .isGreaterThanOrEqualTo(height - 1e-12);
      centroids.add(mean(left, sizes.get(merge.left()), right, sizes.get(merge.right())));
      sizes.add(merge.size());
    }
  }

  /// The smallest distance of two that are left.
  private static double nearest(List<double[]> centroids) {
    var left = centroids.stream().filter(Objects::nonNull).toList();
    double nearest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < left.size(); i++) {
      for (int j = 0; j < i; j++) {
        nearest = Math.min(nearest, RowSketchTest.squaredDistance(left.get(i), left.get(j)));
      }
    }
    return Math.sqrt(nearest);
  }

  private static double[] mean(double[] a, int weight, double[] b, int otherWeight) {
    return IntStream.range(0, a.length)
        .mapToDouble(i -> (weight * a[i] + otherWeight * b[i]) / (weight + otherWeight))
        .toArray();
  }

  @Test
  void one_vector_is_one_cluster() {
    assertThat(CentroidLinkage.of(List.of(new float[] {1, 0})).cut(0.5)).containsExactly(0);
  }

  @Test
  void a_cut_respects_inversions() {
    // An equilateral triangle: the third point is nearer to the centre of the first two than they
    // are to each other, so the second merge is lower than the first.
    var triangle = List.of(new float[] {0, 0}, new float[] {1, 0}, new float[] {0.5f, 0.9f});

    var tree = CentroidLinkage.of(triangle);

    assertThat(tree.merge(1).height()).isLessThan(tree.merge(0).height());
    assertThat(tree.cut(0.95)).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(tree.cut(1.05)).containsOnly(0);
  }

  private static List<float[]> vectors(Npy array) {
    int dimension = array.size(1);
    return IntStream.range(0, array.size(0))
        .mapToObj(i -> array.floats(i * dimension, dimension))
        .toList();
  }
}
