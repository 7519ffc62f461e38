package voxcrate.engine.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.DoubleBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import voxcrate.engine.testing.Fixtures;
import voxcrate.engine.testing.Npy;
import voxcrate.engine.testing.PldaFixture;

final class PldaSpaceTest {
  /// The figures are those of the two equations written in NumPy.
  @Test
  void projection_equals_the_equations() {
    var numbers =
        new double[] {
          0.5,
          -0.25,
          0, // mean of the embeddings
          1,
          0.5,
          0,
          2,
          -1,
          0.25, // linear discriminant analysis, 3 × 2
          0.125,
          -0.5, // mean after it
          0.25,
          0.75, // mean of the PLDA
          2,
          0,
          0.5,
          -1, // its transform, 2 × 2
          3,
          0.5 // between speakers
        };
    assertThat(PldaSpace.numbers(3, 2)).isEqualTo(numbers.length);

    var space = PldaSpace.of(DoubleBuffer.wrap(numbers), 3, 2);

    var embedding = new float[] {1.5f, 0.75f, -1};
    assertThat(space.reduced(embedding))
        .containsExactly(new double[] {0.79667858, 1.16846191}, within(1e-8));
    assertThat(space.project(embedding))
        .containsExactly(new double[] {1.09335716, -0.14512263}, within(1e-8));
    assertThat(space.betweenSpeakers()).containsExactly(3, 0.5);
  }

  /// The published PLDA on the embeddings of six recordings. Signs of axes are a matter of taste.
  @ParameterizedTest
  @FieldSource("voxcrate.engine.testing.Fixtures#CAPTURES")
  void projection_equals_pyannote(String recording) {
    var expected = Fixtures.require("captures", recording, "plda_embeddings.npz");
    var embeddings =
        Npy.read(Fixtures.require("captures", recording, "raw_embeddings.npz"), "embeddings");
    var reduced = Npy.read(expected, "post_xvec").values();
    var projected = Npy.read(expected, "post_plda").values();
    var chunks = Npy.read(expected, "train_chunk_idx").integers();
    var speakers = Npy.read(expected, "train_speaker_idx").integers();

    var space = PldaFixture.space();

    assertThat(space.betweenSpeakers())
        .containsExactly(Npy.read(expected, "phi").values(), within(1e-10));
    for (int i = 0; i < chunks.length; i++) {
      int from = (chunks[i] * embeddings.size(1) + speakers[i]) * embeddings.size(2);
      var embedding = embeddings.floats(from, embeddings.size(2));
      assertThat(space.reduced(embedding)).containsExactly(row(reduced, i), within(1e-6));
      assertThat(magnitudes(space.project(embedding)))
          .containsExactly(magnitudes(row(projected, i)), within(1e-6));
    }
  }

  private static double[] row(double[] array, int row) {
    int columns = PldaFixture.DIMENSION;
    return Arrays.copyOfRange(array, row * columns, (row + 1) * columns);
  }

  private static double[] magnitudes(double[] values) {
    return Arrays.stream(values).map(Math::abs).toArray();
  }
}
