package voxcrate.bundler.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundler.convert.checkpoint.Pickle;
import voxcrate.bundler.convert.checkpoint.TestZip;
import voxcrate.bundler.convert.refusal.ConvertCode;
import voxcrate.model.ModelDescriptor.Embedding;
import voxcrate.model.ModelDescriptor.FilterBank;
import voxcrate.problem.ToolException;

class EmbeddingConversionTest {
  private static final int BINS = 80;
  private static final int FRAMES = 998;
  private static final int MASK_FRAMES = 589;
  private static final int TRUNK_FRAMES = 125;

  @TempDir Path folder;

  @Test
  void descriptor_says_what_the_checkpoint_says() {
    var source = Fixtures.folderWith(folder, Fixtures.resource("embedding-tiny.bin"));

    var descriptor = Fixtures.convert(source, folder.resolve("out"));

    var model = (Embedding) descriptor.speech();
    assertThat(model.sampleRate()).isEqualTo(16_000);
    assertThat(model.dimension()).isEqualTo(16);
    assertThat(model.trunkStride()).isEqualTo(8);
    assertThat(model.minSamples()).isEqualTo(400);
    assertThat(model.filterBank()).isEqualTo(new FilterBank(80, 400, 160, 20, 8000, 0.97, 32768));
  }

  /// None of them is a second of audio, on which the conversion is compared.
  @ParameterizedTest
  @ValueSource(doubles = {0.5, -16_000, 1e12, Double.NaN, Double.POSITIVE_INFINITY})
  void sample_rate_of_no_recording_is_refused(double sampleRate) throws Exception {
    var source = Fixtures.folderWith(folder, withSampleRate(sampleRate));

    assertThatThrownBy(() -> Fixtures.convert(source, folder.resolve("out")))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal ->
                assertThat(refusal.problem().code()).isEqualTo(ConvertCode.UNKNOWN_ARCHITECTURE));
    assertThat(folder.resolve("out")).doesNotExist();
  }

  /// The small network with a hyper-parameter of that value.
  private byte[] withSampleRate(double sampleRate) throws Exception {
    var file = Files.write(folder.resolve("small.zip"), Fixtures.resource("embedding-tiny.bin"));
    var number = ByteBuffer.allocate(Double.BYTES).putDouble(sampleRate).array();
    var parameters =
        new Pickle()
            .text("hyper_parameters")
            .ops("}")
            .text("sample_rate")
            .ops("G" + new String(number, StandardCharsets.ISO_8859_1) + "s")
            .unfinished();
    var changed = new TestZip();
    try (var zip = new ZipFile(file.toFile())) {
      for (var entry : Collections.list(zip.entries())) {
        var bytes = zip.getInputStream(entry).readAllBytes();
        // Behind protocol, dictionary, memo and mark: one more entry of the dictionary.
        changed.entry(
            entry.getName(),
            entry.getName().endsWith("/data.pkl") ? inserted(bytes, 6, parameters) : bytes);
      }
    }
    return changed.bytes();
  }

  private static byte[] inserted(byte[] bytes, int at, byte[] more) {
    return ByteBuffer.allocate(bytes.length + more.length)
        .put(bytes, 0, at)
        .put(more)
        .put(bytes, at, bytes.length - at)
        .array();
  }

  @Test
  void small_network_agrees_with_torch() throws Exception {
    var source = Fixtures.folderWith(folder, Fixtures.resource("embedding-tiny.bin"));
    var reference = Npz.read(new ByteArrayInputStream(Fixtures.resource("embedding-tiny.npz")));

    Fixtures.convert(source, folder.resolve("out"));

    assertAgrees(folder.resolve("out"), reference, 1);
  }

  @Test
  void full_network_agrees_with_torch() throws Exception {
    var checkpoint = Files.readAllBytes(Fixtures.shared("embedding-full-random/pytorch_model.bin"));
    var reference = Fixtures.sharedNumbers("embedding-full-random/reference.npz");

    Fixtures.convert(Fixtures.folderWith(folder, checkpoint), folder.resolve("out"));

    assertAgrees(folder.resolve("out"), reference, 3);
  }

  /// For each window: no mask, the reference's mask, and (first window) an empty one, as three
  /// speakers in one run. Relative to the largest value.
  private static void assertAgrees(Path out, Npz reference, int windows) throws OrtException {
    var features = reference.get("fbank").floats();
    var masks = reference.get("masks").floats();
    for (int window = 0; window < windows; window++) {
      var three = new float[3 * TRUNK_FRAMES];
      Arrays.fill(three, 0, TRUNK_FRAMES, 1);
      for (int j = 0; j < TRUNK_FRAMES; j++) {
        three[TRUNK_FRAMES + j] =
            masks[window * MASK_FRAMES + (int) ((long) j * MASK_FRAMES / TRUNK_FRAMES)];
      }
      var image =
          Arrays.copyOfRange(features, window * FRAMES * BINS, (window + 1) * FRAMES * BINS);
      var actual = OnnxRun.embedding(out.resolve(Converter.MODEL), image, BINS, three, 3);
      int dimension = actual.length / 3;
      assertClose(actual, 0, reference.get("emb_nomask"), window * dimension, dimension);
      assertClose(actual, dimension, reference.get("emb_mask"), window * dimension, dimension);
      if (window == 0) {
        assertClose(actual, 2 * dimension, reference.get("emb_zero_mask"), 0, dimension);
      }
    }
  }

  private static void assertClose(
      float[] actual, int at, Npz.Array expected, int from, int dimension) {
    double largest = 0;
    double scale = 0;
    for (int d = 0; d < dimension; d++) {
      double wanted = expected.numbers()[from + d];
      largest = Math.max(largest, Math.abs(actual[at + d] - wanted));
      scale = Math.max(scale, Math.abs(wanted));
    }
    assertThat(largest / scale).isLessThan(1e-4);
  }
}
