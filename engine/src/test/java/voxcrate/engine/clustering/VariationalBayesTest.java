package voxcrate.engine.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import voxcrate.engine.testing.Fixtures;
import voxcrate.engine.testing.Npy;

final class VariationalBayesTest {
  private static final Offset<Double> EXACT = within(1e-9);

  /// Two speakers of four vectors each; the last vector lies between them.
  private static final List<double[]> VECTORS =
      List.of(
          new double[] {4, 0.5},
          new double[] {3.5, -0.5},
          new double[] {4.5, 0.25},
          new double[] {-4, 1},
          new double[] {-3.75, -0.75},
          new double[] {-4.25, 0.5},
          new double[] {3.75, 0.75},
          new double[] {0.25, 2});

  /// The figures are those of the equations written in NumPy, with SciPy's `logsumexp`.
  @Test
  void bounds_and_posteriors_equal_the_equations() {
    var bayes = new VariationalBayes(new double[] {9, 0.5}, 1, 4);

    var posterior = bayes.fit(VECTORS, new int[] {0, 0, 1, 2, 2, 2, 1, 1});

    assertAll(
        posterior.bounds().stream().mapToDouble(bound -> bound).toArray(),
        EXACT,
        -49.25140565149218,
        -48.6111049609873,
        -46.897989249210866,
        -45.022826413236544,
        -44.9152352591596,
        -44.91478715516198,
        -44.914763550502244);
    assertAll(
        posterior.shares(), EXACT, 0.5055747579448414, 0.11875932862217328, 0.37566591343298533);
    assertAll(posterior.of(7), EXACT, 0.0451247265774, 0.9494556021947, 0.0054196712279);
    assertAll(posterior.of(3), EXACT, 1.0257070341618708e-12, 2.78868826477e-5, 0.9999721131163);
  }

  @Test
  void speaker_that_is_not_needed_is_left_out() {
    var bayes = new VariationalBayes(new double[] {9, 0.5}, 1, 4);

    var posterior = bayes.fit(VECTORS.subList(0, 7), new int[] {0, 0, 1, 2, 2, 2, 1});

    assertThat(posterior.speakers()).isEqualTo(2);
    assertAll(posterior.of(0), within(1e-6), 1, 0);
    assertAll(posterior.of(4), within(1e-6), 0, 1);
  }

  @Test
  void one_speaker_stays_one() {
    var posterior = new VariationalBayes(new double[] {9, 0.5}, 0.07, 0.8).fit(VECTORS, new int[8]);

    assertThat(posterior.speakers()).isEqualTo(1);
    assertAll(posterior.of(5), EXACT, 1);
  }

  /// Likelihoods so small that their exponentials are 0.
  @Test
  void vectors_far_out_have_posteriors() {
    var far = Stream.of(new double[] {1e4, 0}, new double[] {-1e4, 0}).toList();

    var posterior = new VariationalBayes(new double[] {9, 0.5}, 1, 1).fit(far, new int[] {0, 1});

    assertAll(posterior.of(0), EXACT, 1, 0);
    assertThat(posterior.bounds()).allMatch(Double::isFinite);
  }

  /// Six recordings of the reference, from its own PLDA space and first guess.
  @ParameterizedTest
  @FieldSource("voxcrate.engine.testing.Fixtures#CAPTURES")
  void state_equals_pyannote(String recording) {
    var plda = Fixtures.require("captures", recording, "plda_embeddings.npz");
    var state = Fixtures.require("captures", recording, "vbx_state.npz");
    var firstGuess = Fixtures.require("captures", recording, "ahc_init_labels.npy");
    var bayes =
        new VariationalBayes(
            Npy.read(plda, "phi").values(),
            Npy.read(state, "fa").values()[0],
            Npy.read(state, "fb").values()[0]);

    var posterior = bayes.fit(rows(Npy.read(plda, "post_plda")), Npy.read(firstGuess).integers());

    assertAll(
        posterior.bounds().stream().mapToDouble(bound -> bound).toArray(),
        within(1e-5),
        Npy.read(state, "elbo_trajectory").values());
    assertAll(posterior.shares(), within(1e-6), Npy.read(state, "sp_final").values());
    var expected = rows(Npy.read(state, "q_final"));
    for (int i = 0; i < expected.size(); i++) {
      assertAll(posterior.ofFirstGuess(i), within(1e-4), expected.get(i));
    }
  }

  private static List<double[]> rows(Npy array) {
    int columns = array.size(1);
    var values = array.values();
    return IntStream.range(0, array.size(0))
        .mapToObj(row -> Arrays.copyOfRange(values, row * columns, (row + 1) * columns))
        .toList();
  }

  private static void assertAll(double[] actual, Offset<Double> offset, double... expected) {
    assertThat(actual).hasSameSizeAs(expected);
    assertThat(actual).containsExactly(expected, offset);
  }
}
