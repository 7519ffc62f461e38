package voxcrate.engine.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResamplerTest {
  private static final int OUTPUT_RATE = 16_000;

  @ParameterizedTest
  @ValueSource(
      ints = {
        8_000, 11_025, 22_050, 24_000, 32_000, 44_056, 44_100, 47_999, 48_000, 96_000, 192_000
      })
  void tones_below_the_cut_off_pass_within_a_thousandth_of_a_decibel(int inputRate) {
    double nyquist = Math.min(inputRate, OUTPUT_RATE) / 2.0;
    for (double share : new double[] {0.01, 0.1, 0.37, 0.5, 0.8, 0.87, 0.9}) {
      double hertz = share * nyquist;

      var output = resample(tone(hertz, inputRate, inputRate / 4), inputRate, OUTPUT_RATE);

      // Gain, phase and whatever is added: 0.000115 of the amplitude is 0.001 dB.
      assertThat(deviation(output, hertz)).as("%.0f Hz", hertz).isLessThan(0.000115);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {22_050, 24_000, 32_000, 44_056, 44_100, 47_999, 48_000, 96_000, 192_000})
  void tones_above_the_new_nyquist_frequency_do_not_fold_back(int inputRate) {
    for (double hertz = 8_000; hertz < inputRate / 2.0; hertz += Math.max(777, inputRate / 50)) {
      var output = resample(tone(hertz, inputRate, inputRate / 4), inputRate, OUTPUT_RATE);

      assertThat(decibels(rms(middle(output)) * Math.sqrt(2))).as("%.0f Hz", hertz).isLessThan(-95);
    }
  }

  @Test
  void equal_rates_change_nothing() {
    var input = tone(440, OUTPUT_RATE, 5_000);

    assertThat(resample(input, OUTPUT_RATE, OUTPUT_RATE)).isEqualTo(input);
  }

  @ParameterizedTest
  @ValueSource(ints = {8_000, 11_025, 16_000, 44_100, 47_999, 48_000, 192_000})
  void there_is_an_output_sample_for_each_instant_that_was_recorded(int inputRate) {
    for (int samples : new int[] {0, 1, 2, inputRate * 3, inputRate * 3 + 7}) {
      var output = resample(new float[samples], inputRate, OUTPUT_RATE);

      assertThat(output).hasSize((int) Math.ceilDiv((long) samples * OUTPUT_RATE, inputRate));
    }
  }

  @Test
  void a_constant_stays_the_constant() {
    var input = new float[48_000];
    Arrays.fill(input, 0.5f);

    for (float sample : middle(resample(input, 48_000, OUTPUT_RATE))) {
      assertThat(sample).isCloseTo(0.5f, within(1e-5f));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8_000, 16_000, 44_100, 47_999, 192_000})
  void pieces_give_the_same_as_the_whole(int inputRate) {
    var input = tone(1234, inputRate, 44_100);
    var whole = resample(input, inputRate, OUTPUT_RATE);
    var resampler = new Resampler(inputRate, OUTPUT_RATE);
    var output = new float[whole.length + 10];
    int written = 0;

    for (int from = 0; from < input.length; from += 997) {
      int count = Math.min(997, input.length - from);
      resampler.feed(Arrays.copyOfRange(input, from, from + count), count);
      written += resampler.drain(output, written, 101);
    }
    resampler.finish();
    for (int got = 1; got > 0; written += got) {
      got = resampler.drain(output, written, Math.min(101, output.length - written));
    }

    assertThat(Arrays.copyOf(output, written)).isEqualTo(whole);
  }

  private static float[] resample(float[] input, int inputRate, int outputRate) {
    var resampler = new Resampler(inputRate, outputRate);
    resampler.feed(input, input.length);
    resampler.finish();
    var output = new float[(int) ((long) input.length * outputRate / inputRate) + 16];
    return Arrays.copyOf(output, resampler.drain(output, 0, output.length));
  }

  private static float[] tone(double hertz, int rate, int samples) {
    var tone = new float[samples];
    for (int i = 0; i < samples; i++) {
      tone[i] = (float) Math.sin(2 * Math.PI * hertz * i / rate);
    }
    return tone;
  }

  /// The largest deviation from the tone itself: gain, phase and noise together.
  private static double deviation(float[] output, double hertz) {
    double largest = 0;
    int edge = output.length / 4;
    for (int i = edge; i < output.length - edge; i++) {
      double expected = Math.sin(2 * Math.PI * hertz * i / OUTPUT_RATE);
      largest = Math.max(largest, Math.abs(output[i] - expected));
    }
    return largest;
  }

  /// Without the edges, where the filter reaches beyond the signal.
  private static float[] middle(float[] samples) {
    return Arrays.copyOfRange(samples, samples.length / 4, samples.length * 3 / 4);
  }

  private static double rms(float[] samples) {
    double sum = 0;
    for (float sample : samples) {
      sum += (double) sample * sample;
    }
    return Math.sqrt(sum / samples.length);
  }

  private static double decibels(double amplitude) {
    return 20 * Math.log10(amplitude);
  }
}
