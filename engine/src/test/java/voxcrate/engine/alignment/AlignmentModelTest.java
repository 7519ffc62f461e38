package voxcrate.engine.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.engine.audio.ChannelChoice;
import voxcrate.engine.audio.Waveform;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.testing.Fixtures;
import voxcrate.engine.testing.Npy;
import voxcrate.model.ModelDescriptor.Alignment;
import voxcrate.model.ModelDescriptorCodec;

/// A tiny model with random weights as this engine runs it, against PyTorch.
final class AlignmentModelTest {
  private static final Path FOLDER = Path.of("src/test/resources/alignment/wav2vec2-tiny");
  private static final int LABELS = 32;

  @ParameterizedTest
  @CsvSource({"false, logits_raw", "true, logits_normalised"})
  void log_probabilities_equal_torch(boolean normalised, String array) throws IOException {
    var expected = Npy.read(Fixtures.require("wav2vec2-tiny-random", "reference.npz"), array);
    var samples = speech();

    try (var model = open(normalised)) {
      var emission = model.listen(samples);
      assertThat(emission.labels()).isEqualTo(LABELS);
      assertThat(emission.frames()).isEqualTo(expected.values().length / LABELS);
      for (int frame = 0; frame < emission.frames(); frame++) {
        double norm = logSum(expected, frame);
        for (int label = 0; label < LABELS; label++) {
          double wanted = expected.values()[frame * LABELS + label] - norm;
          assertThat((double) emission.at(frame, label)).isCloseTo(wanted, within(1e-4));
        }
      }
    }
  }

  @Test
  void the_shortest_sound_is_filled_up_to_one_frame() throws IOException {
    try (var model = open(true)) {
      assertThat(model.listen(new float[] {0.5F, -0.5F}).frames()).isEqualTo(1);
      assertThat(model.listen(new float[400]).frames()).isEqualTo(1);
      assertThat(model.listen(new float[720]).frames()).isEqualTo(2);
    }
  }

  @Test
  void words_of_a_recording_lie_within_it() throws IOException {
    var samples = speech();
    var utterance = new Utterance(100, 100 + samples.length / 16_000.0, " Ask not, 4 $.", "en");

    try (var model = open(true)) {
      var words = new ForcedAligner(model).align(utterance, samples).getFirst().words();

      assertThat(words).extracting(Word::spelling).containsExactly("Ask", "not,", "4", "$.");
      assertThat(words)
          .allSatisfy(
              word -> {
                assertThat(word.startSeconds()).isBetween(100.0, word.endSeconds());
                assertThat(word.endSeconds()).isLessThanOrEqualTo(utterance.endSeconds());
                assertThat(word.confidence().orElseThrow()).isBetween(0.0, 1.0);
              });
    }
  }

  private static float[] speech() {
    var file = Fixtures.require("audio", "jfk", "jfk.wav");
    try (var audio = Waveform.open(file, new ChannelChoice.Average(), 16_000)) {
      var samples = new float[20 * 16_000];
      return Arrays.copyOf(samples, audio.read(samples, 0, samples.length));
    }
  }

  private static double logSum(Npy logits, int frame) {
    double sum = 0;
    for (int label = 0; label < LABELS; label++) {
      sum += Math.exp(logits.values()[frame * LABELS + label]);
    }
    return Math.log(sum);
  }

  private static AlignmentModel open(boolean normalised) throws IOException {
    var descriptor = ModelDescriptorCodec.read(Files.readAllBytes(FOLDER.resolve("model.json")));
    var stated = (Alignment) descriptor.speech();
    var model =
        new Alignment(
            stated.graph(),
            stated.weights(),
            stated.sampleRate(),
            normalised,
            stated.frameStepSamples(),
            stated.frameFieldSamples(),
            stated.labels(),
            stated.blank(),
            stated.wordSeparator(),
            stated.languages());
    return AlignmentModel.open(FOLDER, model, new ExecutionTarget.Cpu(1));
  }
}
