package voxcrate.engine.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CentroidsTest {
  private static final List<float[]> VECTORS =
      List.of(new float[] {1, 0}, new float[] {3, 0}, new float[] {0, 4});

  @Test
  void centroid_is_the_mean_of_its_vectors() {
    var centroids = Centroids.of(VECTORS, new int[] {0, 0, 1});

    assertThat(centroids.count()).isEqualTo(2);
    assertThat(centroids.point(0)).containsExactly(2, 0);
    assertThat(centroids.point(1)).containsExactly(0, 4);
  }

  @Test
  void weights_share_a_vector() {
    var weights = new double[][] {{1, 0}, {0.5, 0.5}, {0.5, 1.5}};

    var centroids = Centroids.weighted(VECTORS, 2, i -> weights[i]);

    assertThat(centroids.point(0)).containsExactly(1.25f, 1);
    assertThat(centroids.point(1)).containsExactly(0.75f, 3);
  }

  @Test
  void nearest_is_a_matter_of_direction_not_of_length() {
    var centroids = Centroids.of(VECTORS, new int[] {0, 0, 1});

    assertThat(centroids.nearest(new float[] {100, 99})).isZero();
    assertThat(centroids.nearest(new float[] {0.01f, 0.02f})).isOne();
    assertThat(centroids.nearest(new float[] {1, 1})).as("of equals the first").isZero();
    assertThat(centroids.similarities(new float[] {-7, 0}))
        .containsExactly(new double[] {0, 1}, within(1e-12));
  }
}
