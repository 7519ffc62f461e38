package voxcrate.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RelativePathTest {
  static Stream<String> unsafe() {
    return Stream.of(
        "",
        "/etc/passwd",
        "a//b",
        "a/",
        "..",
        "../a",
        "a/../b",
        "a/..",
        "./a",
        "a/.",
        "C:/a",
        "a:b",
        "a\\b",
        "\\\\server\\share",
        "a\u0000b",
        "a\nb",
        "a\u001b[2Jb",
        "a\u007fb",
        "a\u202eb",
        "a\u2066b",
        "\ud800",
        "e\u0301",
        " a",
        "a ",
        "a./b",
        "a.",
        "con",
        "NUL.txt",
        "dir/Com1",
        "lpt9.tar.gz",
        "com\u00b9",
        "a".repeat(256),
        "a/".repeat(32) + "a",
        "abcdefgh/".repeat(31) + "b".repeat(255) + "x".repeat(700));
  }

  @ParameterizedTest
  @MethodSource("unsafe")
  void unsafe_path_is_refused_without_being_quoted(String path) {
    assertThatThrownBy(() -> new RelativePath(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("unsafe path: ");
    assertThat(RelativePath.defect(path)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        ".hidden",
        "...a",
        "a..b",
        "console/aux1/nulls",
        "runtime/lib/server/libjvm.so",
        "models/torch/pyannote/segmentation-3.0/model.onnx",
        "\u00e9t\u00e9/\u540d\u524d"
      })
  void safe_neighbour_is_accepted(String path) {
    assertThat(new RelativePath(path).value()).isEqualTo(path);
  }

  @Test
  void order_is_that_of_the_utf8_bytes() {
    var sorted =
        Stream.of("b", "a/b", "a-b", "a", "\ud83d\ude00", "\uff5e", "B")
            .map(RelativePath::new)
            .sorted()
            .map(RelativePath::value)
            .toList();

    assertThat(sorted).isEqualTo(List.of("B", "a", "a-b", "a/b", "b", "\uff5e", "\ud83d\ude00"));
  }

  @Test
  void twins_on_a_case_insensitive_file_system_fold_to_the_same_text() {
    assertThat(new RelativePath("Stra\u00dfe").foldedCase())
        .isEqualTo(new RelativePath("STRASSE").foldedCase());
    assertThat(new RelativePath("\ufb01le").foldedCase())
        .isEqualTo(new RelativePath("FILE").foldedCase());
    assertThat(new RelativePath("ma\u017fs").foldedCase())
        .isEqualTo(new RelativePath("MASS").foldedCase());
  }
}
