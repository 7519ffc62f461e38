package voxcrate.bundler.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.bundler.convert.refusal.ConvertCode;
import voxcrate.model.ModelDescriptor.Parity;
import voxcrate.model.Precision;
import voxcrate.problem.ToolException;

/// The comparison notices mistakes: each test exchanges two blocks of numbers in a converted graph,
/// as a wrong exporter would have.
class ParityTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0}: gates {1} and {2}")
  @CsvSource({
    "lstm.weight_ih_l0, 0, 1",
    "lstm.weight_ih_l0, 1, 2",
    "lstm.weight_ih_l0_reverse, 2, 3",
    "lstm.weight_hh_l0, 0, 3",
    "lstm.weight_hh_l1_reverse, 1, 2",
    "lstm.bias_ih_l1, 1, 2"
  })
  void swapped_lstm_gates_are_noticed(String tensor, int one, int other) throws Exception {
    assertNoticed("segmentation-tiny.bin", tensor, 4, one, other);
  }

  @ParameterizedTest(name = "{1}: filters {2} and {3}")
  @CsvSource({
    "segmentation-tiny.bin, sincnet.conv1d.1.weight, 0, 1",
    "segmentation-tiny.bin, sincnet.conv1d.2.weight, 7, 31",
    "embedding-tiny.bin, resnet.seg_1.bias, 0, 1"
  })
  void swapped_filters_are_noticed(String checkpoint, String tensor, int one, int other)
      throws Exception {
    assertNoticed(checkpoint, tensor, 0, one, other);
  }

  @Test
  void swapped_sinc_filters_are_noticed() throws Exception {
    var source = Fixtures.folderWith(folder, Fixtures.resource("segmentation-tiny.bin"));
    try (var checkpoint = Fixtures.lightning(source)) {
      var low = checkpoint.weights().get("sincnet.conv1d.0.filterbank.low_hz_");
      assertThat(low.axis(0)).isEqualTo(40);
      var out = folder.resolve("out");
      Fixtures.convert(source, out);
      var model = Files.readAllBytes(out.resolve(Converter.MODEL));
      // The first filter is the only run of numbers with 1 in the middle of 251; swap 0 and 1.
      int middle = firstOne(model);
      exchange(model, middle - 125 * Float.BYTES, middle + 126 * Float.BYTES, 251 * Float.BYTES);

      assertRefused(CheckpointConversion.of(checkpoint), model);
    }
  }

  @Test
  void an_unchanged_graph_passes() throws Exception {
    var source = Fixtures.folderWith(folder, Fixtures.resource("segmentation-tiny.bin"));

    var descriptor = Fixtures.convert(source, folder.resolve("out"));

    assertThat(descriptor.provenance().parity())
        .isEqualTo(new Parity("log-probabilities", 16_000, 1e-6, 1e-3));
  }

  @Test
  void a_graph_that_does_not_load_is_refused() throws Exception {
    var source = Fixtures.folderWith(folder, Fixtures.resource("segmentation-tiny.bin"));
    try (var checkpoint = Fixtures.lightning(source)) {
      assertRefused(CheckpointConversion.of(checkpoint), new byte[] {1, 2, 3});
    }
  }

  /// @param blocks how many equal blocks the tensor falls into; 0 for one a row
  private void assertNoticed(String resource, String tensor, int blocks, int one, int other)
      throws Exception {
    var source = Fixtures.folderWith(folder, Fixtures.resource(resource));
    var out = folder.resolve("out");
    Fixtures.convert(source, out);
    var model = Files.readAllBytes(out.resolve(Converter.MODEL));
    try (var checkpoint = Fixtures.lightning(source)) {
      var numbers = checkpoint.weights().get(tensor);
      int count = blocks == 0 ? numbers.axis(0) : blocks;
      var bytes = littleEndian(numbers.floats());
      int size = bytes.length / count;
      int at = find(model, Arrays.copyOfRange(bytes, one * size, (one + 1) * size));
      int with = find(model, Arrays.copyOfRange(bytes, other * size, (other + 1) * size));
      exchange(model, at, with, size);

      assertRefused(CheckpointConversion.of(checkpoint), model);
    }
  }

  private void assertRefused(CheckpointConversion conversion, byte[] model) throws Exception {
    var tampered = Files.createDirectory(folder.resolve("tampered"));
    Files.write(tampered.resolve(Converter.MODEL), model);
    assertThatThrownBy(() -> conversion.compare(tampered, Precision.F32, "voxcrate-test/model"))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> assertThat(refusal.problem().code()).isEqualTo(ConvertCode.PARITY_FAILED));
  }

  private static int firstOne(byte[] model) {
    var one = littleEndian(new float[] {1f});
    for (int at = 0; ; at++) {
      at = indexOf(model, one, at);
      var numbers = ByteBuffer.wrap(model).order(ByteOrder.LITTLE_ENDIAN);
      boolean mirrored =
          at > 125 * Float.BYTES
              && numbers.getFloat(at - 4) == numbers.getFloat(at + 4)
              && numbers.getFloat(at - 8) == numbers.getFloat(at + 8);
      if (mirrored) {
        return at;
      }
    }
  }

  private static byte[] littleEndian(float[] numbers) {
    var buffer = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(numbers);
    return buffer.array();
  }

  private static int find(byte[] model, byte[] block) {
    int at = indexOf(model, block, 0);
    assertThat(at).as("the block is in the graph").isNotNegative();
    return at;
  }

  private static int indexOf(byte[] model, byte[] block, int from) {
    for (int at = from; at <= model.length - block.length; at++) {
      if (Arrays.equals(model, at, at + block.length, block, 0, block.length)) {
        return at;
      }
    }
    return -1;
  }

  private static void exchange(byte[] model, int one, int other, int size) {
    var kept = Arrays.copyOfRange(model, one, one + size);
    System.arraycopy(model, other, model, one, size);
    System.arraycopy(kept, 0, model, other, size);
  }
}
