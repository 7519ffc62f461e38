package voxcrate.bundler.convert.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static voxcrate.bundler.convert.checkpoint.TestSafetensors.header;
import static voxcrate.bundler.convert.checkpoint.TestSafetensors.places;
import static voxcrate.bundler.convert.checkpoint.TestSafetensors.tensor;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundler.convert.refusal.ConvertCode;
import voxcrate.problem.ToolException;

/// Attacks as data: each is refused with its reason, whatever sizes it claims, within the memory
/// that its own bytes take.
class HostileSafetensorsTest {
  private static final long MAX_ALLOCATED_BYTES = 256L << 20;

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> headers_that_lie_about_their_length() {
    return Stream.of(
        refused("no length", new byte[7], "7 bytes"),
        refused("an empty file", new byte[0], "0 bytes"),
        refused("a header of nothing", header("").bytes(), "a header of 0"),
        refused("longer than the file", header("{}").claiming(3).bytes(), "a header of 3"),
        refused("a terabyte", header("{}").claiming(1L << 40).bytes(), "1099511627776"),
        refused("negative", header("{}").claiming(-8).bytes(), "18446744073709551608"),
        refused("the least number", header("{}").claiming(Long.MIN_VALUE).bytes(), "a header of"),
        refused(
            "cut into the JSON", tensor("'F32'", "[2]", "[0,8]").claiming(20).bytes(), "no JSON"),
        refused(
            "larger than any published",
            header("{}").filledUpWith(" ".repeat(3 << 20)).bytes(),
            "a header of"));
  }

  @TestFactory
  Stream<DynamicTest> headers_that_are_no_object() {
    return Stream.of(
        refused("an array", header("[1]").bytes(), "no JSON object"),
        refused("a text", header("'hello'").bytes(), "no JSON object"),
        refused("blanks before it", header("  {}").bytes(), "no JSON object"),
        refused("a line end behind it", header("{}").filledUpWith("\n").bytes(), "no JSON object"),
        refused("nulls behind it", header("{}").filledUpWith("\0\0").bytes(), "no JSON object"),
        refused("a second object", header("{} {}").bytes(), "after the end"),
        refused("a text without end", header("{'a}").bytes(), "not JSON"),
        refused("a comment", header("{/* */}").bytes(), "not JSON"),
        refused("no UTF-8", header("").rawHeader(new byte[] {'{', -1, '}'}).bytes(), "UTF-8"),
        refused(
            "UTF-16",
            header("").rawHeader(new byte[] {'{', 0, '}', 0, '}'}).bytes(),
            "null character"),
        refused("nested deep", header("{'a':" + "[".repeat(1 << 20) + "}").bytes(), "not JSON"),
        refused("a number without end", header("{'a':" + "1".repeat(1 << 20) + "}").bytes(), "not"),
        refused("a tensor twice", twice("a"), "uplicate"),
        refused("a tensor twice, spelled apart", twice("\\u0061"), "uplicate"),
        refused("metadata of numbers", header("{'__metadata__':{'a':1}}").bytes(), "__metadata__"),
        refused("metadata of objects", header("{'__metadata__':{'a':{}}}").bytes(), "__metadata__"),
        refused("metadata that is none", header("{'__metadata__':[]}").bytes(), "__metadata__"));
  }

  @TestFactory
  Stream<DynamicTest> tensors_that_make_no_sense() {
    return Stream.of(
        refused("no description", header("{'a':1}").bytes(), "no object"),
        refused("no dtype", header("{'a':{'shape':[2],'data_offsets':[0,8]}}").bytes(), "dtype"),
        refused("no shape", header("{'a':{'dtype':'F32','data_offsets':[0,8]}}").bytes(), "shape"),
        refused("no place", header("{'a':{'dtype':'F32','shape':[2]}}").bytes(), "data_offsets"),
        refused("more than asked", header("{'a':{'dtype':'F32','code':'x'}}").bytes(), "code"),
        refused("an unknown dtype", tensor("'F8_E4M3'", "[8]", "[0,8]").bytes(), "F8_E4M3"),
        refused("a dtype in small letters", tensor("'f32'", "[2]", "[0,8]").bytes(), "f32"),
        refused("a dtype that is a number", tensor("32", "[2]", "[0,8]").bytes(), "dtype"),
        refused("a negative axis", tensor("'F32'", "[-2]", "[0,8]").bytes(), "no count"),
        refused("two negative axes", tensor("'F32'", "[-1,-2]", "[0,8]").bytes(), "no count"),
        refused("half an axis", tensor("'F32'", "[2.0]", "[0,8]").bytes(), "no count"),
        refused("an axis with an exponent", tensor("'F32'", "[2e1]", "[0,8]").bytes(), "no count"),
        refused("a huge exponent", tensor("'F32'", "[1e999999999]", "[0,8]").bytes(), "no count"),
        refused("an axis in words", tensor("'F32'", "['2']", "[0,8]").bytes(), "no count"),
        refused("an axis of none", tensor("'F32'", "[null]", "[0,8]").bytes(), "no count"),
        refused("a shape that is a number", tensor("'F32'", "2", "[0,8]").bytes(), "shape"),
        refused("too many axes", tensor("'U8'", "[1,1,1,1,1,1,1,1,8]", "[0,8]").bytes(), "9 dim"),
        refused("beyond 64 bits", tensor("'F32'", "[18446744073709551617]", "[0,8]").bytes(), "64"),
        refused(
            "a product that comes round to 2",
            tensor("'F32'", "[4294967296,4294967296,2]", "[0,8]").bytes(),
            "overflows"),
        refused(
            "a product that comes round with the width",
            tensor("'F32'", "[4611686018427387906]", "[0,8]").bytes(),
            "overflows"),
        refused("more bytes than shape", tensor("'F32'", "[1]", "[0,8]").bytes(), "needs 4"),
        refused("fewer bytes than shape", tensor("'F64'", "[2]", "[0,8]").bytes(), "needs 16"),
        refused("one offset", tensor("'F32'", "[2]", "[8]").bytes(), "1 offsets"),
        refused("three offsets", tensor("'F32'", "[2]", "[0,4,8]").bytes(), "3 offsets"),
        refused("a negative offset", tensor("'F32'", "[2]", "[-8,0]").bytes(), "no count"),
        refused("an end before its begin", tensor("'F32'", "[2]", "[8,0]").bytes(), "before it"),
        refused("a name that paints", header("{'\u001b[2J':{}}").bytes(), "not JSON"),
        refused("a name that paints, escaped", header("{'\\u001b[2J':{}}").bytes(), "?[2J"),
        refused("no name", header("{'':{}}").bytes(), "name ''"),
        refused("a long name", header("{'" + "a".repeat(999) + "':{}}").bytes(), "aaa"),
        refused("an endless name", header("{'" + "a".repeat(1 << 20) + "':{}}").bytes(), "length"));
  }

  @TestFactory
  Stream<DynamicTest> places_that_do_not_fit() {
    return Stream.of(
        refused("beyond the file", places(8, "a 0 8", "b 8 16"), "16 of 8"),
        refused("far beyond", places(8, "a 0 9223372036854775807"), "of 8"),
        refused("two in one place", places(8, "a 0 8", "b 0 8"), "overlaps"),
        refused("one inside another", places(8, "a 0 8", "b 2 4"), "overlaps"),
        refused("one byte shared", places(8, "a 0 5", "b 4 8"), "overlaps"),
        refused("a gap before the first", places(8, "a 1 8"), "gap"),
        refused("a gap between two", places(8, "a 0 3", "b 4 8"), "gap"),
        refused("bytes behind the last", places(8, "a 0 7"), "1 bytes at its end"),
        refused("bytes and no tensor", header("{}").data(5), "5 bytes at its end"),
        refused("nothing, inside another", places(8, "a 0 8", "b 4 4"), "overlaps"),
        refused("nothing, beyond the file", places(8, "a 0 8", "b 9 9"), "9 of 8"));
  }

  @TestFactory
  Stream<DynamicTest> files_in_another_form() {
    return Stream.of(
        form("a pickled checkpoint", new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0, 0}, "zip container"),
        form("a Git LFS pointer", ascii("version https://git-lfs.github.com/spec/v1\n"), "LFS"),
        form("a web page", ascii("<!DOCTYPE html><html></html>"), "web page"));
  }

  @Test
  void a_file_cut_anywhere_is_refused() {
    var whole = places(8, "a 0 3", "b 3 8").bytes();

    for (int length = 0; length < whole.length; length++) {
      var cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> open(cut)).isInstanceOf(ToolException.class);
    }
  }

  @Test
  void flipped_bits_are_refused_or_read_and_nothing_else() throws Exception {
    var whole = places(8, "a 0 3", "b 3 8").bytes();
    var random = new Random(1);
    int refused = 0;
    for (int round = 0; round < 2000; round++) {
      var damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        open(damaged);
      } catch (ToolException refusal) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1000);
  }

  private DynamicTest refused(String name, TestSafetensors file, String reason) {
    return refused(name, file.bytes(), reason);
  }

  private DynamicTest refused(String name, byte[] file, String reason) {
    return attack(name, file, ConvertCode.BROKEN_SAFETENSORS, reason);
  }

  private DynamicTest form(String name, byte[] file, String reason) {
    return attack(name, file, ConvertCode.FORM_NOT_SUPPORTED, reason);
  }

  private DynamicTest attack(String name, byte[] file, ConvertCode code, String reason) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          Files.write(folder.resolve("model.safetensors"), file);
          long before = allocatedBytes();
          assertThatThrownBy(() -> WeightFiles.open(folder))
              .isInstanceOfSatisfying(
                  ToolException.class,
                  refusal -> {
                    assertThat(refusal.problem().code()).isEqualTo(code);
                    assertThat(refusal.problem().found()).contains(reason);
                    assertThat(refusal.problem().found()).matches("[ -~]{1,300}");
                    assertThat(refusal.problem().doing()).contains("model");
                  });
          assertThat(allocatedBytes() - before).isLessThan(MAX_ALLOCATED_BYTES);
        });
  }

  private static long allocatedBytes() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private void open(byte[] file) throws Exception {
    Files.write(folder.resolve("model.safetensors"), file);
    WeightFiles.open(folder).close();
  }

  private static byte[] twice(String spelling) {
    var place = TestSafetensors.description("'U8'", "[4]", "[0,4]");
    var other = TestSafetensors.description("'U8'", "[4]", "[4,8]");
    return header("{'a':" + place + ",'" + spelling + "':" + other + "}").data(8).bytes();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
