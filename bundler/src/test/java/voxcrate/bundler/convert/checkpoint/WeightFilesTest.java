package voxcrate.bundler.convert.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.bundle.Digest;
import voxcrate.bundler.convert.refusal.ConvertCode;
import voxcrate.problem.ToolException;

class WeightFilesTest {
  private static final String SINGLE = "model.safetensors";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "F32, 4, 0000c03f",
    "F64, 8, 000000000000f83f",
    "F16, 2, 003e",
    "BF16, 2, c03f",
  })
  void number_of_every_width_is_read(String dtype, int width, String oneAndAHalf) throws Exception {
    var file =
        TestSafetensors.tensor("'" + dtype + "'", "[1]", "[0," + width + "]").data(width).bytes();
    var number = HexFormat.of().parseHex(oneAndAHalf);
    System.arraycopy(number, 0, file, file.length - width, width);

    try (var files = open(SINGLE, file)) {
      assertThat(files.weights().get("a").floats()).containsExactly(1.5f);
      assertThat(files.weights().get("a").doubles()).containsExactly(1.5);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "I64, 8, 506097522914230528",
    "I32, 4, 50462976",
    "I16, 2, 256",
    "I8, 1, 0",
    "U8, 1, 0",
    "BOOL, 1, 0",
  })
  void whole_number_of_every_width_is_read(String dtype, int width, double counted)
      throws Exception {
    var file = TestSafetensors.tensor("'" + dtype + "'", "[]", "[0," + width + "]").data(width);

    try (var files = open(SINGLE, file.bytes())) {
      assertThat(files.weights().get("a").doubles()).containsExactly(counted);
      assertThat(files.weights().get("a").shape()).isEmpty();
    }
  }

  @Test
  void tensors_lie_where_the_header_says() throws Exception {
    var file = TestSafetensors.places(8, "late 5 8", "early 0 3", "middle 3 5").bytes();

    try (var files = open(SINGLE, file)) {
      assertThat(files.weights().names()).containsExactly("early", "middle", "late");
      assertThat(files.weights().get("middle").floats()).containsExactly(3, 4);
      assertThat(files.weights().get("late", 3).floats()).containsExactly(5, 6, 7);
      assertThat(files.published().digest()).isEqualTo(Digest.of(file));
    }
  }

  @Test
  void blanks_metadata_and_tensors_of_nothing_are_allowed() throws Exception {
    var nothing = TestSafetensors.description("'F32'", "[0,1099511627776]", "[8,8]");
    var some = TestSafetensors.description("'U8'", "[2,4]", "[0,8]");
    var file =
        TestSafetensors.header(
                "{ '__metadata__' : {'format':'pt'},\n 'none':" + nothing + ",'a':" + some + "}")
            .filledUpWith("    ")
            .data(8)
            .bytes();

    try (var files = open(SINGLE, file)) {
      assertThat(files.weights().names()).containsExactly("a");
      assertThat(files.weights().get("a").shape()).isEqualTo(List.of(2L, 4L));
    }
  }

  @Test
  void several_files_are_one_model() throws Exception {
    var index =
        "{\"weight_map\":{\"a\":\"m-1.safetensors\",\"c\":\"m-2.safetensors\","
            + "\"b\":\"m-1.safetensors\"}}";
    var one = TestSafetensors.places(8, "a 0 4", "b 4 8").bytes();
    var two = TestSafetensors.places(2, "c 0 2").bytes();
    Files.write(folder.resolve("m-1.safetensors"), one);
    Files.write(folder.resolve("m-2.safetensors"), two);
    Files.writeString(folder.resolve("model.safetensors.index.json"), index);

    try (var files = WeightFiles.open(folder)) {
      assertThat(files.weights().names()).containsExactlyInAnyOrder("a", "b", "c");
      assertThat(files.weights().get("c").floats()).containsExactly(0, 1);
      assertThat(files.published().digest())
          .isEqualTo(
              Digest.of(
                  Digest.of(one).hex()
                      + "  m-1.safetensors\n"
                      + Digest.of(two).hex()
                      + "  m-2.safetensors\n"));
    }
  }

  @Test
  void one_file_counts_before_several_and_pickled_ones() throws Exception {
    Files.writeString(folder.resolve("model.safetensors.index.json"), "broken");
    Files.writeString(folder.resolve("pytorch_model.bin"), "broken");

    try (var files = open(SINGLE, TestSafetensors.places(1, "a 0 1").bytes())) {
      assertThat(files.weights().names()).containsExactly("a");
    }
  }

  @Test
  void a_file_of_gigabytes_is_read_by_position() throws Exception {
    long size = 3L << 30;
    var last = TestSafetensors.description("'F32'", "[1]", "[" + (size - 4) + "," + size + "]");
    var places = new StringBuilder("{");
    for (int part = 0; part < 3; part++) {
      long begin = part * (1L << 30);
      long end = part == 2 ? size - 4 : begin + (1L << 30);
      places.append("'p").append(part).append("':");
      places.append(
          TestSafetensors.description(
              "'U8'", "[" + (end - begin) + "]", "[" + begin + "," + end + "]"));
      places.append(',');
    }
    var head = TestSafetensors.header(places + "'last':" + last + "}").bytes();
    var file = Files.write(folder.resolve(SINGLE), head);
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      var number = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, 1.5f);
      channel.write(number, head.length + size - 4);
    }

    try (var files = WeightFiles.open(folder)) {
      assertThat(files.weights().get("last").floats()).containsExactly(1.5f);
    }
  }

  @Test
  void a_tensor_larger_than_is_read_at_once_is_refused() throws Exception {
    long size = (1L << 30) + 1;
    var head = TestSafetensors.places(0, "a 0 " + size).bytes();
    var file = Files.write(folder.resolve(SINGLE), head);
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(head.length + size);
    }

    assertThatThrownBy(() -> WeightFiles.open(folder))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal ->
                assertThat(refusal.problem().code()).isEqualTo(ConvertCode.BROKEN_SAFETENSORS));
  }

  private WeightFiles open(String name, byte[] content) throws Exception {
    Files.write(folder.resolve(name), content);
    return WeightFiles.open(folder);
  }
}
