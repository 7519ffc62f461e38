package voxcrate.bundler.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import voxcrate.bundle.Digest;
import voxcrate.bundler.convert.WhisperModels.Form;
import voxcrate.bundler.convert.checkpoint.WeightFiles;
import voxcrate.bundler.convert.refusal.ConvertCode;
import voxcrate.model.DecoderSizes;
import voxcrate.model.ModelDescriptor.ModelFile;
import voxcrate.model.ModelDescriptor.Transcription;
import voxcrate.model.Precision;
import voxcrate.problem.ToolException;

/// What Whisper's decoder ends with: the vectors that it begins with, or others; and repositories
/// that have only pickled weights, in which both stand whether or not they are the same.
class WhisperHeadTest {
  private static final String WEIGHTS = "model.safetensors";
  private static final long[] TOKENS = {10, 12, 14, 33};

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Precision.class)
  void vectors_of_its_own_count(Precision precision) throws Exception {
    var tied = logits(WhisperModels.random(folder, Form.SINGLE), precision);
    var doubled = logits(WhisperModels.withHead(folder, 2), precision);

    for (int i = 0; i < tied.length; i++) {
      tied[i] *= 2;
    }
    // A power of two changes no digit: only the order of sums may.
    assertThat(WhisperRun.largestDifference(doubled, tied)).isLessThan(1e-4);
  }

  @Test
  void pickled_weights_are_rewritten_without_the_repeated_table() throws Exception {
    var source = WhisperModels.pickled(folder);
    var out = folder.resolve("out");

    var descriptor = Fixtures.convert(source, out);

    assertThat(descriptor.provenance().source())
        .isEqualTo(Digest.of(source.resolve("pytorch_model.bin")));
    assertThat(descriptor.files())
        .extracting(ModelFile::file)
        .containsExactly("encoder.onnx", "decoder.onnx", WEIGHTS);
    try (var files = WeightFiles.open(out)) {
      assertThat(files.weights().names())
          .containsExactlyInAnyOrderElementsOf(WhisperModels.shapes().keySet());
    }
    assertThat(logits(source, Precision.F32))
        .isEqualTo(logits(WhisperModels.random(folder, Form.SINGLE), Precision.F32));
  }

  @Test
  void pickled_vectors_of_its_own_stay() throws Exception {
    var source = WhisperModels.pickledWithHead(folder, 2);
    var out = folder.resolve("out");

    Fixtures.convert(source, out);

    try (var files = WeightFiles.open(out)) {
      assertThat(files.weights().names()).contains(WhisperModels.HEAD, WhisperModels.TABLE);
    }
    assertThat(logits(source, Precision.F32))
        .isEqualTo(logits(WhisperModels.withHead(folder, 2), Precision.F32));
  }

  /// However many files the pickled weights come in.
  @Test
  void several_pickled_files_become_what_one_becomes() throws Exception {
    var source = WhisperModels.pickledSharded(folder);

    Fixtures.convert(WhisperModels.pickled(folder), folder.resolve("one"));
    var descriptor = Fixtures.convert(source, folder.resolve("two"));

    for (var file : List.of("encoder.onnx", "decoder.onnx", WEIGHTS)) {
      assertThat(folder.resolve("two").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("one").resolve(file));
    }
    var sums = new StringBuilder();
    for (int shard = 1; shard <= 2; shard++) {
      var name = "pytorch_model-0000" + shard + "-of-00002.bin";
      sums.append(Digest.of(source.resolve(name)).hex()).append("  ").append(name).append("\n");
    }
    assertThat(descriptor.provenance().source()).isEqualTo(Digest.of(sums.toString()));
    try (var files = Files.list(folder.resolve("two"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "added_tokens.json", "encoder.onnx", "decoder.onnx", "model.json", WEIGHTS);
    }
  }

  /// Older versions of Transformers wrote a shared table into each file that it belongs to.
  @Test
  void table_whose_numbers_stand_in_two_files_is_kept_once() throws Exception {
    var source = WhisperModels.pickledApart(folder);

    Fixtures.convert(WhisperModels.pickled(folder), folder.resolve("one"));
    Fixtures.convert(source, folder.resolve("two"));

    assertThat(folder.resolve("two").resolve(WEIGHTS))
        .hasSameBinaryContentAs(folder.resolve("one").resolve(WEIGHTS));
  }

  /// What a training keeps beside the weights is no checkpoint of OpenAI's.
  @Test
  void state_of_a_training_is_left_aside() throws Exception {
    var source = WhisperModels.pickled(folder);
    Files.writeString(source.resolve("optimizer.pt"), "state");
    Files.writeString(source.resolve("scheduler.pt"), "state");

    var descriptor = Fixtures.convert(source, folder.resolve("out"));

    assertThat(descriptor.provenance().source())
        .isEqualTo(Digest.of(source.resolve("pytorch_model.bin")));
  }

  /// Nothing else may lie twice in one place: a small file would become a large one.
  @Test
  void other_numbers_that_lie_twice_in_one_place_are_refused() throws Exception {
    var source = WhisperModels.pickledBomb(folder);

    assertThatThrownBy(() -> Fixtures.convert(source, folder.resolve("out")))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> assertThat(refusal.problem().code()).isEqualTo(ConvertCode.BAD_TENSOR));
    assertThat(folder.resolve("out")).doesNotExist();
  }

  /// The architecture is told from the tensors, as with safetensors.
  @Test
  void pickled_weights_need_no_configuration() throws Exception {
    var source = WhisperModels.barePickled(folder);

    var model = Fixtures.convert(source, folder.resolve("out")).speech();

    assertThat(((Transcription) model).sizes())
        .isEqualTo(new DecoderSizes(1, 1, 64, 30, 10, 51_865));
  }

  private float[] logits(Path source, Precision precision) throws Exception {
    var out = Files.createTempDirectory(folder, "converted");
    var model = (Transcription) Fixtures.convert(source, precision, out).speech();
    try (var run = new WhisperRun(out, model.sizes())) {
      int columns = 2 * WhisperModels.AUDIO_POSITIONS;
      run.hear(WhisperModels.mel(WhisperModels.MELS, columns, 1), 1, WhisperModels.MELS);
      return run.step(TOKENS).logits().floats();
    }
  }
}
