package voxcrate.bundler.convert.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundler.convert.refusal.ConvertCode;
import voxcrate.problem.ToolException;

/// Against files that NumPy wrote.
class NpzFileTest {
  private static final Path NUMPY =
      Path.of(
          System.getProperty("voxcrate.source"),
          "bundler/src/test/resources/voxcrate/bundler/convert/numpy");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stored   | doubles  | 2 3",
        "stored   | floats   | 5",
        "stored   | single   | ''",
        "stored   | empty    | 0 4",
        "stored   | fortran  | 3 4",
        "stored   | fortran3 | 2 3 4",
        "deflated | doubles  | 2 3",
        "deflated | single   | ''",
        "deflated | empty    | 0 4",
        "deflated | fortran3 | 2 3 4",
        "versions | version1 | 2 2",
        "versions | version2 | 2 2",
        "versions | version3 | 2 2",
      })
  void numbers_are_read_row_by_row(String file, String name, String shape) {
    var array = read(file, name);

    assertThat(array.shape()).isEqualTo(axes(shape));
    assertThat(array.numbers()).isEqualTo(counting(array.shape()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"stored", "deflated"})
  void integers_are_read_as_numbers(String file) {
    assertThat(read(file, "integers").numbers()).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @ParameterizedTest
  @CsvSource({
    "objects, pickle",
    "big, big-endian",
    "half, <f2",
    "narrow, <i4",
    "text, <U3",
    "record, simple descr",
    "flags, |b1"
  })
  void other_kinds_of_numbers_are_refused_by_name(String name, String reason) {
    assertThatThrownBy(() -> read("others", name))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().code()).isEqualTo(ConvertCode.BROKEN_ARRAY);
              assertThat(refusal.problem().found()).contains(reason);
              assertThat(refusal.problem().doing()).contains("'" + name + "'", "others.npz");
            });
  }

  @Test
  void missing_array_is_named() {
    assertThatThrownBy(() -> read("stored", "psi"))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> assertThat(refusal.problem().found()).contains("'psi' is missing"));
  }

  @Test
  void array_of_another_shape_is_refused_with_both() {
    try (var file = NpzFile.open(NUMPY.resolve("stored.npz"))) {
      assertThatThrownBy(() -> file.get("doubles", 3, 2))
          .isInstanceOfSatisfying(
              ToolException.class,
              refusal -> assertThat(refusal.problem().found()).contains("[2, 3]", "[3, 2]"));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void array_with_something_that_is_no_number_is_refused(double number) throws Exception {
    var npy = TestNpy.doubles(new double[] {1, number}, 2);
    var path = Files.write(folder.resolve("a.npz"), new TestZip().entry("a.npy", npy).bytes());

    try (var file = NpzFile.open(path)) {
      assertThatThrownBy(() -> file.get("a", 2))
          .isInstanceOfSatisfying(
              ToolException.class,
              refusal -> assertThat(refusal.problem().found()).contains(Double.toString(number)));
    }
  }

  private static NpyArray read(String file, String name) {
    try (var npz = NpzFile.open(NUMPY.resolve(file + ".npz"))) {
      return npz.get(name);
    }
  }

  private static List<Integer> axes(String shape) {
    return Stream.of(shape.split(" "))
        .filter(axis -> !axis.isEmpty())
        .map(Integer::valueOf)
        .toList();
  }

  private static double[] counting(List<Integer> shape) {
    int count = shape.stream().reduce(1, Math::multiplyExact);
    return IntStream.range(0, count).mapToDouble(i -> i / 4.0 - 1).toArray();
  }
}
