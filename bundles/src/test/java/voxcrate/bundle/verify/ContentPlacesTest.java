package voxcrate.bundle.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest.Entry;
import voxcrate.bundle.Manifest.Mode;
import voxcrate.bundle.RelativePath;

/// One content from 512 to 1,512, and one from 2,560 to 2,660; an entry of the same content.
final class ContentPlacesTest {
  private static final ContentPlaces PLACES =
      new ContentPlaces(
          List.of(
              entry("a", 1000, 512, false),
              entry("b", 100, 2560, false),
              entry("c", 1000, 512, true)));

  private static Entry entry(String path, long size, long offset, boolean same) {
    return new Entry(new RelativePath(path), Mode.FILE, size, Digest.of(path), offset, same);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 512, false", // the first header
    "511, 2, false",
    "512, 1000, true",
    "512, 1001, false", // padding
    "1511, 1, true",
    "1512, 1, false",
    "600, 2000, false", // across a header
    "2560, 100, true",
    "2600, 61, false",
    "4000, 10, false", // after all
  })
  void only_bytes_of_one_content_are_covered(long position, int length, boolean covered) {
    assertThat(PLACES.cover(position, length)).isEqualTo(covered);
  }
}
