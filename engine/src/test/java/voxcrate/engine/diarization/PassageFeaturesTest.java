package voxcrate.engine.diarization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.model.ModelDescriptor.FilterBank;

final class PassageFeaturesTest {
  private static final FilterBank PARAMETERS = new FilterBank(80, 400, 160, 20, 8000, 0.97, 32768);
  private static final int WINDOW = 16_000;
  private static final int FRAMES = 98;

  /// 1,600 samples are ten frames; 1,500 are no whole number of them.
  @ParameterizedTest
  @ValueSource(ints = {1600, 1500})
  void a_chunk_has_the_features_it_would_have_alone(int hop) {
    var samples = new float[WINDOW + 3 * hop];
    var random = new Random(1);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) random.nextGaussian() / 10;
    }
    var fbank = new Fbank(PARAMETERS, 16_000);

    var features = PassageFeatures.of(new Passage(0, 4, WINDOW, hop, samples), fbank, PARAMETERS);

    for (int chunk = 0; chunk < 4; chunk++) {
      var alone = Arrays.copyOfRange(samples, chunk * hop, chunk * hop + WINDOW);
      assertThat(features.ofChunk(chunk, FRAMES)).containsExactly(fbank.features(alone));
    }
  }
}
