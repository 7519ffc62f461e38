package voxcrate.engine.clustering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class MersenneTwisterTest {
  /// `numpy.random.RandomState(42).random_sample()`, the first three, then the 1,000th.
  @Test
  void fractions_equal_numpy() {
    var random = new MersenneTwister(42);

    var fractions = Stream.generate(random::nextFraction).limit(1000).toList();

    assertThat(fractions.subList(0, 3))
        .containsExactly(0.3745401188473625, 0.9507143064099162, 0.7319939418114051);
    assertThat(fractions.getLast()).isEqualTo(0.44600577295795574);
  }
}
