package voxcrate.engine.transcription.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.engine.audio.ChannelChoice;
import voxcrate.engine.audio.Waveform;
import voxcrate.engine.testing.Fixtures;
import voxcrate.engine.testing.Npy;
import voxcrate.model.MelSpectrogram;

final class LogMelTest {
  private static final int WINDOW = 480_000;

  /// OpenAI's program on eleven seconds of speech.
  @ParameterizedTest
  @CsvSource({"v2, 80", "v3, 128"})
  void spectrogram_equals_the_reference(String model, int bins) {
    var reference =
        Npy.read(Fixtures.require("whisper-tiny-random", model + "_reference.npz"), "mel");
    var samples = new float[WINDOW];
    int count = speech(samples);

    var mel = new LogMel(form(bins)).of(samples, count);

    var expected = reference.values();
    assertThat(mel).hasSameSizeAs(expected);
    double largest = 0;
    for (int i = 0; i < mel.length; i++) {
      largest = Math.max(largest, Math.abs(mel[i] - expected[i]));
    }
    assertThat(largest).isLessThan(1e-4);
  }

  @ParameterizedTest
  @CsvSource({"mel_80, 80", "mel_128, 128"})
  void bands_are_the_published_ones(String name, int bins) {
    var published = Npy.read(Fixtures.require("whisper-assets", "mel_filters.npz"), name);
    var bank = MelBand.bank(form(bins));

    for (int band = 0; band < bins; band++) {
      for (int bin = 0; bin <= 200; bin++) {
        var power = new double[201];
        power[bin] = 1;
        assertThat(Math.abs(bank[band].energy(power) - published.values()[band * 201 + bin]))
            .isLessThan(1e-8);
      }
    }
  }

  /// What is left out as silent is what the definition makes of zeros.
  @ParameterizedTest
  @CsvSource({"1", "159", "160", "200", "201", "799", "8000", "9799", "9800", "9801", "9999"})
  void silence_behind_the_audio_is_heard_as_zeros(int count) {
    var form = new MelSpectrogram(16_000, 8, 400, 160, 10_000);
    var samples = new float[10_000];
    for (int i = 0; i < count; i++) {
      samples[i] = (float) new Random(i).nextGaussian();
    }

    var mel = new LogMel(form);

    assertThat(mel.of(samples, count)).isEqualTo(mel.of(samples, samples.length));
  }

  /// The demo's models take ten seconds, and any other length may come.
  @Test
  void window_and_hop_are_the_models() {
    var form = new MelSpectrogram(8_000, 20, 256, 64, 80_000);
    var tone = new float[80_000];
    for (int i = 0; i < tone.length; i++) {
      tone[i] = (float) Math.sin(2 * Math.PI * 1_000 * i / 8_000);
    }

    var mel = new LogMel(form).of(tone, tone.length);

    assertThat(mel).hasSize(20 * 1_250);
    int loudest = 0;
    for (int band = 0; band < 20; band++) {
      loudest = mel[band * 1_250 + 600] > mel[loudest * 1_250 + 600] ? band : loudest;
    }
    // 1,000 Hz are 15 mels of 35.2 up to 4,000 Hz.
    assertThat(loudest).isEqualTo(8);
  }

  @Test
  void nothing_at_all_is_even() {
    var mel = new LogMel(form(80)).of(new float[0], 0);

    var even = new float[80 * 3_000];
    Arrays.fill(even, -1.5f);
    assertThat(mel).isEqualTo(even);
  }

  /// A window's loudest moment is the measure of its others, and of no other window's.
  @Test
  void windows_do_not_depend_on_each_other() {
    var quiet = new float[16_000];
    var loud = new float[16_000];
    var random = new Random(3);
    for (int i = 0; i < quiet.length; i++) {
      quiet[i] = 1e-3f * (float) random.nextGaussian();
      loud[i] = (float) random.nextGaussian();
    }
    var features = new LogMel(form(80));

    var alone = features.of(quiet, quiet.length);
    features.of(loud, loud.length);

    assertThat(features.of(quiet, quiet.length)).isEqualTo(alone);
  }

  private static MelSpectrogram form(int bins) {
    return new MelSpectrogram(16_000, bins, 400, 160, WINDOW);
  }

  private static int speech(float[] samples) {
    var file = Fixtures.require("audio", "jfk", "jfk.wav");
    try (var audio = Waveform.open(file, new ChannelChoice.Average(), 16_000)) {
      int count = audio.read(samples, 0, samples.length);
      Arrays.fill(samples, count, samples.length, Float.NaN); // Nothing behind them may be read.
      return count;
    }
  }
}
