package voxcrate.engine.diarization;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import voxcrate.engine.audio.ChannelChoice;
import voxcrate.engine.audio.Waveform;
import voxcrate.engine.testing.Fixtures;
import voxcrate.engine.testing.Npy;
import voxcrate.model.ModelDescriptor.FilterBank;

/// Against torchaudio's `kaldi.fbank` as pyannote.audio calls it, on real speech.
final class FbankTest {
  private static final FilterBank PARAMETERS = new FilterBank(80, 400, 160, 20, 8000, 0.97, 32768);
  private static final int CHUNK_SAMPLES = 160_000;

  @Test
  void features_equal_the_reference() {
    var reference = Fixtures.require("embedding-full-random", "reference.npz");
    var expected = Npy.read(reference, "fbank").values();
    var starts = Npy.read(reference, "starts_s").integers();
    var fbank = new Fbank(PARAMETERS, 16_000);

    for (int i = 0; i < starts.length; i++) {
      var features = fbank.features(chunk(starts[i]));

      double sum = 0;
      for (int j = 0; j < features.length; j++) {
        double difference = Math.abs(features[j] - expected[i * features.length + j]);
        assertThat(difference).isLessThan(1e-3);
        sum += difference;
      }
      assertThat(sum / features.length).isLessThan(1e-4);
    }
  }

  @Test
  void only_frames_that_lie_inside_count() {
    var fbank = new Fbank(PARAMETERS, 16_000);

    assertThat(fbank.frames(399)).isZero();
    assertThat(fbank.frames(400)).isEqualTo(1);
    assertThat(fbank.frames(560)).isEqualTo(2);
    assertThat(fbank.frames(CHUNK_SAMPLES)).isEqualTo(998);
  }

  @Test
  void silence_has_features() {
    for (float feature : new Fbank(PARAMETERS, 16_000).features(new float[CHUNK_SAMPLES])) {
      assertThat(feature).isZero();
    }
  }

  private static float[] chunk(int startSeconds) {
    var file = Fixtures.require("audio", "pyannote-sample", "sample.wav");
    try (var audio = Waveform.open(file, new ChannelChoice.Average(), 16_000)) {
      var skipped = new float[startSeconds * 16_000];
      audio.read(skipped, 0, skipped.length);
      var chunk = new float[CHUNK_SAMPLES];
      audio.read(chunk, 0, chunk.length);
      return chunk;
    }
  }
}
