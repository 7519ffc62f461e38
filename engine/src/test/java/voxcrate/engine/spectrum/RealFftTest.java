package voxcrate.engine.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RealFftTest {
  /// All kinds of stages, alone and one after another: 400 is Whisper's, 512 the filter bank's.
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 6, 8, 10, 12, 14, 22, 30, 50, 98, 280, 400, 512, 600})
  void power_is_that_of_the_definition(int size) {
    var random = new Random(size);
    var signal = random.doubles(size, -1, 1).toArray();
    var power = new double[size / 2 + 1];

    new RealFft(size).power(signal, power);

    for (int bin = 0; bin < power.length; bin++) {
      assertThat(power[bin]).isCloseTo(expected(signal, bin), within(1e-9));
    }
  }

  @Test
  void the_spectrum_of_a_tone_is_one_line() {
    var signal = new double[512];
    for (int i = 0; i < signal.length; i++) {
      signal[i] = Math.cos(2 * Math.PI * 37 * i / signal.length);
    }
    var power = new double[257];

    new RealFft(512).power(signal, power);

    for (int bin = 0; bin < power.length; bin++) {
      assertThat(power[bin]).isCloseTo(bin == 37 ? 256.0 * 256.0 : 0, within(1e-9));
    }
  }

  @Test
  void a_transform_can_be_used_again() {
    var fft = new RealFft(400);
    var first = new double[201];
    var again = new double[201];
    var signal = new Random(1).doubles(400).toArray();

    fft.power(signal, first);
    fft.power(new Random(2).doubles(400).toArray(), again);
    fft.power(signal, again);

    assertThat(again).containsExactly(first);
  }

  @Test
  void odd_lengths_are_refused() {
    assertThatThrownBy(() -> new RealFft(7)).isInstanceOf(IllegalArgumentException.class);
  }

  private static double expected(double[] signal, int bin) {
    double real = 0;
    double imaginary = 0;
    for (int i = 0; i < signal.length; i++) {
      double angle = -2 * Math.PI * i * bin / signal.length;
      real += signal[i] * Math.cos(angle);
      imaginary += signal[i] * Math.sin(angle);
    }
    return real * real + imaginary * imaginary;
  }
}
