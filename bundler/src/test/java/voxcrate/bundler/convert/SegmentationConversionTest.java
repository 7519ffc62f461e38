package voxcrate.bundler.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundler.convert.checkpoint.TestZip;
import voxcrate.bundler.convert.refusal.ConvertCode;
import voxcrate.model.ModelDescriptor.Segmentation;
import voxcrate.model.ModelDescriptorCodec;
import voxcrate.problem.ToolException;

class SegmentationConversionTest {
  private static final int CLASSES = 7;

  @TempDir Path folder;

  @Test
  void descriptor_says_what_the_checkpoint_says() throws Exception {
    var source = Fixtures.folderWith(folder, Fixtures.resource("segmentation-tiny.bin"));
    var out = folder.resolve("out");

    var descriptor = Fixtures.convert(source, out);

    var model = (Segmentation) descriptor.speech();
    assertThat(model.sampleRate()).isEqualTo(16_000);
    assertThat(model.windowSamples()).isEqualTo(160_000);
    assertThat(model.frameStepSamples()).isEqualTo(270);
    assertThat(model.frameFieldSamples()).isEqualTo(991);
    assertThat(model.localSpeakers()).isEqualTo(3);
    assertThat(model.classes())
        .containsExactly(
            List.of(),
            List.of(0),
            List.of(1),
            List.of(2),
            List.of(0, 1),
            List.of(0, 2),
            List.of(1, 2));
    assertThat(ModelDescriptorCodec.read(Files.readAllBytes(out.resolve("model.json"))))
        .isEqualTo(descriptor);
  }

  @Test
  void model_that_scores_each_speaker_by_itself_is_refused() throws Exception {
    var checkpoint = withoutPowerset(Fixtures.resource("segmentation-tiny.bin"));

    assertThatThrownBy(
            () -> Fixtures.convert(Fixtures.folderWith(folder, checkpoint), folder.resolve("out")))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().code()).isEqualTo(ConvertCode.UNKNOWN_ARCHITECTURE);
              assertThat(refusal.problem().found()).contains("sigmoid");
            });
    assertThat(folder.resolve("out")).doesNotExist();
  }

  /// The same checkpoint with `None` for the classes at once, as models before version 3.0 have it.
  private byte[] withoutPowerset(byte[] checkpoint) throws IOException {
    var file = Files.write(folder.resolve("checkpoint.zip"), checkpoint);
    var changed = new TestZip();
    try (var zip = new ZipFile(file.toFile())) {
      for (var entry : Collections.list(zip.entries())) {
        var bytes = zip.getInputStream(entry).readAllBytes();
        var content = new String(bytes, StandardCharsets.ISO_8859_1);
        // The name, LONG_BINPUT with four bytes, BININT1 with its byte; NONE instead of the latter.
        var none = content.replaceAll("(?s)(powerset_max_classesr.{4})K.", "$1N");
        changed.entry(entry.getName(), none.getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return changed.bytes();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pytorch_model.bin", "pytorch_model.unshared.bin"})
  void random_weights_agree_with_torch(String file) throws Exception {
    var checkpoint = Files.readAllBytes(Fixtures.shared("segmentation-tiny/" + file));
    var reference = Fixtures.sharedNumbers("segmentation-tiny/reference.npz");
    var out = folder.resolve("out");

    Fixtures.convert(Fixtures.folderWith(folder, checkpoint), out);

    // Measured: 3e-6. The reference is float32 too.
    assertThat(largestDifference(logProbabilities(out, reference), reference.get("logprobs")))
        .isLessThan(1e-4);
  }

  @Test
  void real_weights_decide_as_torch_does() throws Exception {
    var checkpoint = Files.readAllBytes(Fixtures.shared("segmentation-standin/pytorch_model.bin"));
    var reference = Fixtures.sharedNumbers("segmentation-standin/reference.npz");
    var out = folder.resolve("out");

    Fixtures.convert(Fixtures.folderWith(folder, checkpoint), out);

    assertThat(agreement(logProbabilities(out, reference), reference.get("logprobs")))
        .isGreaterThanOrEqualTo(0.998);
  }

  /// windows × frames × classes, one after the other.
  private static double[] logProbabilities(Path out, Npz reference) throws OrtException {
    var model = out.resolve(Converter.MODEL);
    var all = new double[0];
    for (double start : reference.get("starts_s").numbers()) {
      var window = OnnxRun.segmentation(model, Fixtures.sampleWindow(start));
      int at = all.length;
      all = Arrays.copyOf(all, at + window.length);
      for (int i = 0; i < window.length; i++) {
        all[at + i] = window[i];
      }
    }
    return all;
  }

  private static double largestDifference(double[] actual, Npz.Array expected) {
    assertThat(actual).hasSize(expected.numbers().length);
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      largest = Math.max(largest, Math.abs(actual[i] - expected.numbers()[i]));
    }
    return largest;
  }

  /// Share of frames with the same most probable class.
  private static double agreement(double[] actual, Npz.Array expected) {
    int frames = actual.length / CLASSES;
    int same = 0;
    for (int frame = 0; frame < frames; frame++) {
      if (best(actual, frame) == best(expected.numbers(), frame)) {
        same++;
      }
    }
    return (double) same / frames;
  }

  private static int best(double[] scores, int frame) {
    int best = 0;
    for (int c = 1; c < CLASSES; c++) {
      if (scores[frame * CLASSES + c] > scores[frame * CLASSES + best]) {
        best = c;
      }
    }
    return best;
  }
}
