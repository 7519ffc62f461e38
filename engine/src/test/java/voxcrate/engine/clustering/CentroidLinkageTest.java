package voxcrate.engine.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
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
