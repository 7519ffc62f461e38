package voxcrate.bundler.convert.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
  @TempDir Path folder;

  @Test
  void tensors_of_every_layout_are_read_back() throws Exception {
    var pickle = Pickle.protocol(2).ops("}");
    pickle.text("turned").tensor("0", 6, 0, shape(3, 2), shape(1, 3)).ops("s");
    pickle.text("part").tensor("0", 6, 1, shape(2, 2), shape(3, 1)).ops("s");
    pickle.text("half").tensor("HalfStorage", "1", 2, 0, shape(2), shape(1)).ops("s");
    pickle.text("whole").tensor("LongStorage", "2", 1, 0, shape(), shape()).ops("s");
    var storage = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    storage.asFloatBuffer().put(new float[] {0, 1, 2, 3, 4, 5.5f});
    var zip =
        new TestZip()
            .entry("a/data.pkl", pickle.stop())
            .entry("a/data/0", storage.array())
            .entry("a/data/1", new byte[] {0, 0x3e, 0, 0x40})
            .entry("a/data/2", new byte[] {7, 0, 0, 0, 0, 0, 0, 0});
    var written = rewritten(Files.write(folder.resolve("pytorch_model.bin"), zip.bytes()));
    Files.write(folder.resolve("model.safetensors"), written);

    try (var files = WeightFiles.open(folder)) {
      var weights = files.weights();
      assertThat(weights.names()).containsExactly("whole", "part", "turned", "half");
      assertThat(weights.get("turned", 3, 2).floats()).containsExactly(0, 3, 1, 4, 2, 5.5f);
      assertThat(weights.get("part", 2, 2).floats()).containsExactly(1, 2, 4, 5.5f);
      assertThat(weights.get("half").type()).isEqualTo(ElementType.HALF);
      assertThat(weights.get("half", 2).floats()).containsExactly(1.5f, 2);
      assertThat(weights.get("whole", shape()).doubles()).containsExactly(7);
      assertThat(rewritten()).isEqualTo(written);
    }
  }

  @Test
  void header_fills_whole_words() throws Exception {
    for (int length = 1; length <= 8; length++) {
      var name = "x".repeat(length);
      Files.write(
          folder.resolve("model.safetensors"), TestSafetensors.places(3, name + " 0 3").bytes());
      var written = rewritten();

      long header = ByteBuffer.wrap(written).order(ByteOrder.LITTLE_ENDIAN).getLong();
      assertThat(header % Long.BYTES).isZero();
      assertThat(new String(written, 8, (int) header, StandardCharsets.UTF_8))
          .startsWith("{\"__metadata__\":{\"format\":\"pt\"},\"" + name + "\":")
          .matches(".*}} {0,7}");
      assertThat(written).endsWith(0, 1, 2);
    }
  }

  @Test
  void large_tensor_is_written_in_pieces() throws Exception {
    int rows = 5_000;
    Files.write(
        folder.resolve("model.safetensors"),
        TestSafetensors.header(
                "{'a':"
                    + TestSafetensors.description(
                        "'U8'", "[" + rows + ",1024]", "[0," + rows * 1024 + "]")
                    + "}")
            .data(rows * 1024)
            .bytes());
    var sizes = new ArrayList<Integer>();
    var out =
        new ByteArrayOutputStream() {
          @Override
          public void write(byte[] piece) throws IOException {
            sizes.add(piece.length);
            super.write(piece);
          }
        };

    try (var files = WeightFiles.open(folder)) {
      SafetensorsWriter.write(files.weights(), out);

      assertThat(sizes).allMatch(size -> size <= 1 << 22).hasSizeGreaterThan(2);
      Files.write(folder.resolve("model.safetensors"), out.toByteArray());
    }
    try (var files = WeightFiles.open(folder)) {
      assertThat(files.weights().get("a").floats()[4_999 * 1024 + 7]).isEqualTo(7);
    }
  }

  @Test
  void whole_file_is_what_pythons_library_writes() throws Exception {
    try (var checkpoint = WhisperCheckpoint.open(shared("v2.pt"))) {
      var out = new ByteArrayOutputStream();
      SafetensorsWriter.write(checkpoint.weights(), out);

      assertThat(out.toByteArray()).isEqualTo(Files.readAllBytes(shared("hf/model.safetensors")));
    }
  }

  private static Path shared(String name) {
    var file =
        Path.of(System.getProperty("voxcrate.source"), "../shared/fixtures/whisper-tiny-random")
            .resolve(name);
    assumeTrue(Files.exists(file), "the shared fixtures are not on this machine: " + name);
    return file;
  }

  private static byte[] rewritten(Path pickled) throws Exception {
    var out = new ByteArrayOutputStream();
    try (var model = PickledModel.open(pickled)) {
      SafetensorsWriter.write(model.weights(), out);
    }
    return out.toByteArray();
  }

  private byte[] rewritten() throws Exception {
    var out = new ByteArrayOutputStream();
    try (var files = WeightFiles.open(folder)) {
      SafetensorsWriter.write(files.weights(), out);
    }
    return out.toByteArray();
  }

  private static long[] shape(long... sizes) {
    return sizes;
  }
}
