package voxcrate.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundler.convert.Converter;
import voxcrate.bundler.convert.SourceModel;
import voxcrate.engine.audio.ChannelChoice;
import voxcrate.engine.audio.Waveform;
import voxcrate.engine.models.ModelCatalog;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.speech.SpeechScores;
import voxcrate.engine.speech.SpeechScores.Thresholds;
import voxcrate.engine.speech.VoiceActivityModel;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;
import voxcrate.model.Precision;
import voxcrate.progress.ProgressListener;

/// Silero's published file, converted by the bundler and heard by the engine: the probabilities
/// that its authors' graph gives in ONNX Runtime, window by window (`silero-jfk.json`:
/// silero_vad.onnx of 6.2.3, state and context carried on, on `audio/jfk/jfk.wav`).
final class VoiceActivityTest {
  @TempDir private Path folder;

  @Test
  void probabilities_are_those_of_the_published_graph() throws Exception {
    var source = Files.createDirectory(folder.resolve("source"));
    Files.copy(shared("silero-vad", "silero_vad.onnx"), source.resolve("silero_vad.onnx"));
    new Converter(Precision.F32)
        .convert(
            new SourceModel("org/vad", null, "MIT", source),
            folder.resolve("models/torch/org/vad"),
            ProgressListener.SILENT);

    var scores = scores();

    var expected = expected().array("probabilities");
    assertThat(scores.size()).isEqualTo(expected.size() + 1);
    for (int i = 0; i < expected.size(); i++) {
      var probability = ((Json.Num) expected.get(i)).value().floatValue();
      assertThat(scores.score(i)).as("window " + i).isCloseTo(probability, within(1e-4f));
    }
    // The speaker pauses between his phrases.
    assertThat(scores.regions(Thresholds.USUAL, 30)).hasSizeBetween(3, 8);
  }

  private SpeechScores scores() throws Exception {
    var installed = ModelCatalog.in(folder.resolve("models")).voiceActivity().orElseThrow();
    try (var model = VoiceActivityModel.open(installed, new ExecutionTarget.Cpu(1));
        var audio =
            Waveform.open(
                shared("audio", "jfk", "jfk.wav"),
                new ChannelChoice.Average(),
                model.sampleRate())) {
      return model.scores(audio, _ -> {});
    }
  }

  private static Json.Obj expected() throws Exception {
    var name = "silero-jfk.json";
    try (var in = VoiceActivityTest.class.getResourceAsStream(name)) {
      return JsonReader.readObject(Objects.requireNonNull(in, name).readAllBytes());
    }
  }

  private static Path shared(String... parts) {
    var path = Source.root().resolve(Path.of("../shared/fixtures", parts)).normalize();
    Assumptions.assumeTrue(Files.exists(path), "reference material not at hand: " + path);
    return path;
  }
}
