package voxcrate.bundler.convert.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import voxcrate.bundler.convert.Fixtures;
import voxcrate.model.ModelDescriptor.FilterBank;

class FeaturesTest {
  private static final FilterBank BANK = new FilterBank(80, 400, 160, 20, 8000, 0.97, 32768);

  /// torchaudio's `kaldi.fbank` as pyannote.audio calls it, on real speech.
  @Test
  void features_equal_the_reference() {
    var reference = Fixtures.sharedNumbers("embedding-full-random/reference.npz");
    var expected = reference.get("fbank").floats();
    var starts = reference.get("starts_s").numbers();

    var actual = new Features(BANK, 16_000).of(Fixtures.sampleWindow(starts[0]));

    double sum = 0;
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-3));
      sum += Math.abs(actual[i] - expected[i]);
    }
    assertThat(sum / actual.length).isLessThan(1e-4);
  }

  @Test
  void recordings_are_ten_seconds_of_speech_each() {
    assertThat(CalibrationSpeech.waveforms())
        .hasSize(3)
        .allSatisfy(
            waveform -> {
              assertThat(waveform).hasSize(160_000);
              assertThat(loudness(waveform)).isBetween(0.01, 0.3);
            });
  }

  private static double loudness(float[] waveform) {
    double squares = 0;
    for (float sample : waveform) {
      squares += (double) sample * sample / waveform.length;
    }
    return Math.sqrt(squares);
  }
}
