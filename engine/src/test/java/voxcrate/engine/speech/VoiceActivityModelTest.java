package voxcrate.engine.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.engine.EngineCode;
import voxcrate.engine.audio.ChannelChoice;
import voxcrate.engine.audio.Waveform;
import voxcrate.engine.models.InstalledModel;
import voxcrate.engine.models.ModelCatalog;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.testing.TinyModels;
import voxcrate.engine.testing.WavFile;
import voxcrate.problem.ToolException;

/// A network of random weights that hears 2 kHz in windows of 64 samples, as the bundler converts
/// Silero's.
final class VoiceActivityModelTest {
  private static final Path FOLDER = Path.of("src/test/resources/speech");
  private static final int RATE = 2000;
  private static final int WINDOW = 64;

  /// Of the bundler's reference in double precision, for [#glide] of 1500 samples; silence fills
  /// the last window up.
  private static final float[] EXPECTED = {
    0.439926f, 0.347027f, 0.341441f, 0.345254f, 0.343244f, 0.340241f, 0.333549f, 0.334765f,
    0.329519f, 0.307938f, 0.314941f, 0.333408f, 0.334868f, 0.328420f, 0.321002f, 0.297219f,
    0.317695f, 0.333409f, 0.329064f, 0.331357f, 0.330427f, 0.337307f, 0.337469f, 0.287036f
  };

  @TempDir Path folder;

  @Test
  void scores_are_those_of_the_reference() {
    var scores = scores(glide(1500));

    assertThat(scores.size()).isEqualTo(EXPECTED.length + 1);
    for (int i = 0; i < EXPECTED.length; i++) {
      assertThat(scores.score(i)).isCloseTo(EXPECTED[i], within(1e-5f));
    }
    assertThat(scores.score(EXPECTED.length)).isZero();
  }

  /// More windows than are heard at once: what is remembered and the context go on.
  @Test
  void a_long_recording_begins_like_a_short_one() {
    var far = glide(1300 * WINDOW);
    var near = Arrays.copyOf(far, 700 * WINDOW);

    var longer = scores(far);
    var shorter = scores(near);

    assertThat(longer.size()).isEqualTo(1301);
    assertThat(shorter.size()).isEqualTo(701);
    for (int i = 0; i < 700; i++) {
      assertThat(shorter.score(i)).isCloseTo(longer.score(i), within(1e-6f));
    }
  }

  @Test
  void progress_reaches_the_end() {
    var heard = new ArrayList<Double>();
    try (var model = open();
        var audio = waveform(glide(1300 * WINDOW))) {
      model.scores(audio, heard::add);
    }

    assertThat(heard).isSorted().hasSize(3);
    assertThat(heard.getLast()).isCloseTo(1300 * WINDOW / (double) RATE, within(1e-9));
  }

  @Test
  void a_model_of_another_kind_is_refused() {
    var segmentation =
        ModelCatalog.in(TinyModels.FOLDER).models().stream()
            .filter(model -> model.kind().equals("segmentation"))
            .findFirst()
            .orElseThrow();

    assertThatThrownBy(() -> VoiceActivityModel.open(segmentation, new ExecutionTarget.Cpu(1)))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().code()).isEqualTo(EngineCode.MODEL_UNUSABLE);
              assertThat(refusal.problem().found()).contains("segmentation");
            });
  }

  @Test
  void an_altered_graph_is_refused() throws Exception {
    for (var file : List.of("model.json", "model.onnx")) {
      Files.copy(FOLDER.resolve("silero-tiny").resolve(file), folder.resolve(file));
    }
    var graph = Files.readAllBytes(folder.resolve("model.onnx"));
    graph[graph.length / 2] ^= 1;
    Files.write(folder.resolve("model.onnx"), graph);

    assertThatThrownBy(() -> VoiceActivityModel.open(installed(folder), new ExecutionTarget.Cpu(1)))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> assertThat(refusal.problem().code()).isEqualTo(EngineCode.MODEL_ALTERED));
  }

  private SpeechScores scores(float[] samples) {
    try (var model = open();
        var audio = waveform(samples)) {
      return model.scores(audio, _ -> {});
    }
  }

  private static VoiceActivityModel open() {
    return VoiceActivityModel.open(installed(FOLDER), new ExecutionTarget.Cpu(1));
  }

  private static InstalledModel installed(Path models) {
    return ModelCatalog.in(models).voiceActivity().orElseThrow();
  }

  private Waveform waveform(float[] samples) {
    var file = WavFile.write(folder, samples.length + ".wav", WavFile.pcm16(RATE, 1, samples));
    return Waveform.open(file, new ChannelChoice.Average(), RATE);
  }

  private static float[] glide(int samples) {
    var glide = new float[samples];
    for (int i = 0; i < samples; i++) {
      double phase = i * (double) i / 4000 % (2 * Math.PI);
      glide[i] = Math.round(32768 * 0.5 * Math.sin(phase)) / 32768f;
    }
    return glide;
  }
}
