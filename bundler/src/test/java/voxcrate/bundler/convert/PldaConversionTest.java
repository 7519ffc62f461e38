package voxcrate.bundler.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundle.Digest;
import voxcrate.bundler.convert.arch.PldaExporter;
import voxcrate.bundler.convert.checkpoint.PldaFiles;
import voxcrate.bundler.convert.parity.PldaParity;
import voxcrate.bundler.convert.refusal.ConvertCode;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.ToolException;

class PldaConversionTest {
  private static final int INPUT = 16;
  private static final int DIMENSION = 8;

  /// Where the transform begins in the converted file, in numbers.
  private static final int TRANSFORM = INPUT + INPUT * DIMENSION + DIMENSION + DIMENSION;

  private static final int PHI = TRANSFORM + DIMENSION * DIMENSION;

  @TempDir Path folder;

  @Test
  void converted_plda_gives_what_scipy_gives() throws Exception {
    var conversion = new PldaConversion(TestPlda.TINY);
    conversion.write(folder);

    var converted = PldaFile.read(folder.resolve("plda.f64"), INPUT, DIMENSION);
    var expected = expected();
    assertThat(converted.phi()).containsExactly(expected.get("phi").numbers(), within(1e-10));
    var embeddings = expected.get("embeddings").numbers();
    assertSameUpToSigns(
        converted, embeddings, expected.get("features").numbers(), DIMENSION, 1e-10);
  }

  /// pyannote.audio 4.0.4 on a recording, with the PLDA that is published.
  @ParameterizedTest
  @ValueSource(strings = {"01_dialogue", "02_pyannote_sample", "03_dual_speaker"})
  void published_plda_gives_what_pyannote_computed(String recording) throws Exception {
    var conversion = new PldaConversion(Fixtures.shared("plda"));
    var captured = Fixtures.sharedNumbers("captures/" + recording + "/plda_embeddings.npz");
    var raw = Fixtures.sharedNumbers("captures/" + recording + "/raw_embeddings.npz");

    conversion.compare("community-1");
    conversion.write(folder);

    var plda = PldaFile.read(folder.resolve("plda.f64"), 256, 128);
    assertThat(plda.phi()).containsExactly(captured.get("phi").numbers(), within(1e-9));
    var embeddings =
        trained(
            raw.get("embeddings").numbers(),
            captured.get("train_chunk_idx").numbers(),
            captured.get("train_speaker_idx").numbers());
    assertSameUpToSigns(plda, embeddings, captured.get("post_plda").numbers(), 128, 1e-6);
  }

  @Test
  void descriptor_names_the_file_by_its_digest() throws Exception {
    var conversion = new PldaConversion(TestPlda.TINY);
    conversion.write(folder);

    var plda = conversion.describe();

    assertThat(plda.digest()).isEqualTo(Digest.of(folder.resolve(plda.file())));
    assertThat(plda.inputDimension()).isEqualTo(INPUT);
    assertThat(plda.dimension()).isEqualTo(DIMENSION);
  }

  @Test
  void comparison_passes_and_says_how_near_it_is() {
    var parity = new PldaConversion(TestPlda.TINY).compare("tiny");

    assertThat(parity.output()).isEqualTo("PLDA covariances");
    assertThat(parity.samples()).isZero();
    assertThat(parity.maxDifference()).isLessThanOrEqualTo(parity.tolerance());
    assertThat(parity.tolerance()).isEqualTo(1e-8);
  }

  @ParameterizedTest(name = "number {0}")
  @ValueSource(
      ints = {0, INPUT + 5, INPUT + INPUT * DIMENSION, TRANSFORM - 1, TRANSFORM + 9, PHI, PHI + 7})
  void any_altered_number_is_noticed(int index) {
    var numbers = ByteBuffer.wrap(exported()).order(ByteOrder.LITTLE_ENDIAN);
    int at = index * Double.BYTES;
    numbers.putDouble(at, numbers.getDouble(at) * 1.001);

    assertNoticed(numbers.array());
  }

  @Test
  void exchanged_rows_of_the_transform_are_noticed() {
    var bytes = exported();
    int row = DIMENSION * Double.BYTES;
    exchange(bytes, TRANSFORM * Double.BYTES, TRANSFORM * Double.BYTES + row, row);

    assertNoticed(bytes);
  }

  @Test
  void rows_in_another_order_than_descending_are_noticed() {
    var bytes = exported();
    int row = DIMENSION * Double.BYTES;
    exchange(bytes, TRANSFORM * Double.BYTES, TRANSFORM * Double.BYTES + row, row);
    exchange(bytes, PHI * Double.BYTES, (PHI + 1) * Double.BYTES, Double.BYTES);

    assertNoticed(bytes);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void something_that_is_no_number_is_noticed(double number) {
    var numbers = ByteBuffer.wrap(exported()).order(ByteOrder.LITTLE_ENDIAN);
    numbers.putDouble(TRANSFORM * Double.BYTES, number);

    assertNoticed(numbers.array());
  }

  @Test
  void file_of_another_length_is_noticed() {
    assertNoticed(Arrays.copyOf(exported(), exported().length - Double.BYTES));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tr", "psi"})
  void original_that_says_something_else_is_noticed(String array) throws Exception {
    var arrays = TestPlda.tiny();
    Objects.requireNonNull(arrays.get(array))[3] *= 1.01;
    var other = PldaFiles.read(write(arrays));

    assertThatThrownBy(() -> new PldaParity(other).check(exported(), "tiny"))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> assertThat(refusal.problem().code()).isEqualTo(ConvertCode.PARITY_FAILED));
  }

  @Test
  void signs_of_the_rows_do_not_matter() {
    var numbers = ByteBuffer.wrap(exported()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = TRANSFORM; i < TRANSFORM + DIMENSION; i++) {
      numbers.putDouble(i * Double.BYTES, -numbers.getDouble(i * Double.BYTES));
    }

    var parity = new PldaParity(PldaFiles.read(TestPlda.TINY)).check(numbers.array(), "tiny");

    assertThat(parity.maxDifference()).isLessThanOrEqualTo(parity.tolerance());
  }

  @ParameterizedTest
  @ValueSource(strings = {"mean1", "lda", "mean2", "mu", "tr", "psi"})
  void missing_array_is_named(String name) throws Exception {
    var arrays = TestPlda.tiny();
    arrays.remove(name);

    assertRefused(arrays, ConvertCode.UNKNOWN_ARCHITECTURE, "'" + name + "' is missing");
  }

  @Test
  void arrays_that_do_not_belong_together_are_refused() throws Exception {
    var arrays = TestPlda.tiny();
    arrays.put("mean1", new double[INPUT + 1]);

    assertRefused(arrays, ConvertCode.UNKNOWN_ARCHITECTURE, "[17] and should have [16]");
  }

  @ParameterizedTest
  @CsvSource({"psi, 0, variance 0.0", "psi, -1, variance -1.0", "tr, NaN, NaN"})
  void numbers_that_no_plda_has_are_refused(String array, double number, String reason)
      throws Exception {
    var arrays = TestPlda.tiny();
    Objects.requireNonNull(arrays.get(array))[2] = number;

    assertRefused(arrays, ConvertCode.BROKEN_ARRAY, reason);
  }

  @Test
  void transform_without_an_inverse_is_refused() throws Exception {
    var arrays = TestPlda.tiny();
    arrays.put("tr", new double[DIMENSION * DIMENSION]);
    var conversion = new PldaConversion(write(arrays));

    assertThatThrownBy(() -> conversion.compare("tiny"))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().code()).isEqualTo(ConvertCode.BROKEN_ARRAY);
              assertThat(refusal.problem().found()).contains("no inverse");
            });
  }

  private void assertRefused(Map<String, double[]> arrays, ConvertCode code, String reason)
      throws IOException {
    var source = write(arrays);

    assertThatThrownBy(() -> new PldaConversion(source))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().code()).isEqualTo(code);
              assertThat(refusal.problem().found()).contains(reason);
              assertThat(refusal.problem().doing()).contains(source.toString());
            });
  }

  private static void assertNoticed(byte[] converted) {
    var parity = new PldaParity(PldaFiles.read(TestPlda.TINY));

    assertThatThrownBy(() -> parity.check(converted, "tiny"))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().code()).isEqualTo(ConvertCode.PARITY_FAILED);
              assertThat(refusal.problem().code().exit()).isEqualTo(ExitStatus.VERIFICATION);
            });
  }

  private static void assertSameUpToSigns(
      PldaFile plda, double[] embeddings, double[] expected, int dimension, double tolerance) {
    var signs = new double[dimension];
    for (int t = 0; t < expected.length / dimension; t++) {
      var features = plda.features(embeddings, t);
      for (int d = 0; d < dimension; d++) {
        double value = expected[t * dimension + d];
        signs[d] = signs[d] == 0 ? Math.signum(features[d] * value) : signs[d];
        assertThat(features[d] * signs[d])
            .isCloseTo(value, within(tolerance * Math.max(1, Math.abs(value))));
      }
    }
  }

  private static double[] trained(double[] raw, double[] chunks, double[] speakers) {
    var embeddings = new double[chunks.length * 256];
    for (int t = 0; t < chunks.length; t++) {
      int slot = (int) (chunks[t] * 3 + speakers[t]);
      System.arraycopy(raw, slot * 256, embeddings, t * 256, 256);
    }
    return embeddings;
  }

  /// What SciPy computed.
  private static Npz expected() throws IOException {
    try (var in = Files.newInputStream(TestPlda.TINY.resolve("expected.npz"))) {
      return Npz.read(in);
    }
  }

  private static byte[] exported() {
    return new PldaExporter(PldaFiles.read(TestPlda.TINY)).export();
  }

  private static void exchange(byte[] bytes, int one, int other, int length) {
    var kept = Arrays.copyOfRange(bytes, one, one + length);
    System.arraycopy(bytes, other, bytes, one, length);
    System.arraycopy(kept, 0, bytes, other, length);
  }

  private Path write(Map<String, double[]> arrays) throws IOException {
    return TestPlda.write(Files.createTempDirectory(folder, "plda"), arrays, INPUT, DIMENSION);
  }
}
