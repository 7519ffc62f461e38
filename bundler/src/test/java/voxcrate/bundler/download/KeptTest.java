package voxcrate.bundler.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import voxcrate.bundler.download.Kept.Span;

final class KeptTest {
  private static Kept of(Span... spans) {
    return new Kept(List.of(spans), Optional.of("\"tag\""));
  }

  @Test
  void ranges_that_touch_are_one_span() {
    var ranges =
        List.of(
            new FileRange(0, 10, 10),
            new FileRange(10, 20, 14),
            new FileRange(20, 30, 20),
            new FileRange(30, 40, 40),
            new FileRange(40, 50, 50));

    assertThat(Kept.of(ranges, Optional.empty()).spans())
        .containsExactly(new Span(0, 14), new Span(30, 50));
  }

  @Test
  void ranges_go_on_behind_what_is_here_whatever_their_size_was() {
    var kept = of(new Span(0, 14), new Span(30, 47));

    assertThat(kept.ranges(50, 10))
        .extracting(FileRange::from, FileRange::end, FileRange::position)
        .containsExactly(
            tuple(0L, 10L, 10L),
            tuple(10L, 20L, 14L),
            tuple(20L, 30L, 20L),
            tuple(30L, 40L, 40L),
            tuple(40L, 50L, 47L));
    assertThat(kept.ranges(50, Long.MAX_VALUE))
        .singleElement()
        .satisfies(range -> assertThat(range.position()).isEqualTo(14));
  }

  @Test
  void empty_file_is_one_complete_range() {
    assertThat(Kept.NOTHING.ranges(0, 10)).singleElement().matches(FileRange::isComplete);
  }

  @Test
  void file_of_whole_ranges_has_no_empty_one_behind() {
    assertThat(Kept.NOTHING.ranges(20, 10)).hasSize(2);
  }
}
