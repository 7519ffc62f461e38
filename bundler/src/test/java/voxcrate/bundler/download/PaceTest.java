package voxcrate.bundler.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class PaceTest {
  private final AtomicLong clock = new AtomicLong(1_000_000_000_000L);
  private final List<Duration> pauses = new ArrayList<>();

  /// A pause passes at once, on the clock too.
  private Pace of(long bytesPerSecond) {
    return new Pace(bytesPerSecond, this::pass, clock::get);
  }

  private void pass(Duration pause) {
    pauses.add(pause);
    clock.addAndGet(pause.toNanos());
  }

  @Test
  void bytes_take_their_time_whoever_brings_them() throws Exception {
    var pace = of(1_000_000);
    long begin = clock.get();

    for (int piece = 0; piece < 40; piece++) {
      pace.keep(100_000);
    }

    assertThat(Duration.ofNanos(clock.get() - begin)).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void slow_line_is_not_slowed_further() throws Exception {
    var pace = of(1_000_000);
    clock.addAndGet(Duration.ofSeconds(1).toNanos());
    pace.keep(100_000);
    assertThat(pauses).containsExactly(Duration.ofMillis(100));

    for (int piece = 0; piece < 10; piece++) {
      clock.addAndGet(Duration.ofSeconds(1).toNanos());
      pace.keep(100_000);
    }

    assertThat(pauses).hasSize(11).containsOnly(Duration.ofMillis(100));
  }

  @Test
  void pieces_are_small_where_the_rate_is() {
    assertThat(of(8_000).piece(131_072)).isEqualTo(1_000);
    assertThat(of(1).piece(131_072)).isEqualTo(1);
    assertThat(of(1 << 30).piece(131_072)).isEqualTo(131_072);
  }

  @Test
  void without_a_limit_nobody_waits() throws Exception {
    assertThat(Pace.UNLIMITED.piece(131_072)).isEqualTo(131_072);
    of(Long.MAX_VALUE).keep(Integer.MAX_VALUE);
    assertThat(pauses).isEmpty();
  }
}
