package voxcrate.engine.diarization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SpeakerMaskTest {
  private static final byte SILENCE = 0;
  private static final byte FIRST = 0b01;
  private static final byte BOTH = 0b11;

  @Test
  void overlap_is_left_out() {
    byte[] active = {FIRST, FIRST, FIRST, BOTH, BOTH, SILENCE};

    assertThat(SpeakerMask.of(active, 0, true, 2, 6)).containsExactly(1, 1, 1, 0, 0, 0);
  }

  @Test
  void overlap_is_used_where_too_little_is_clean() {
    byte[] active = {FIRST, FIRST, SILENCE, BOTH, BOTH, SILENCE};

    assertThat(SpeakerMask.of(active, 0, true, 2, 6)).containsExactly(1, 1, 0, 1, 1, 0);
  }

  @Test
  void overlap_is_used_where_the_pipeline_says_so() {
    byte[] active = {FIRST, FIRST, FIRST, BOTH, BOTH, SILENCE};

    assertThat(SpeakerMask.of(active, 0, false, 2, 6)).containsExactly(1, 1, 1, 1, 1, 0);
  }

  @Test
  void a_shorter_mask_takes_the_nearest_earlier_frame() {
    var active = new byte[589];
    Arrays.fill(active, 4, 5, FIRST);
    Arrays.fill(active, 9, 10, FIRST);

    var mask = SpeakerMask.of(active, 0, false, 2, 125);

    // Frame j of 125 takes frame floor(j × 589 / 125): 1 takes 4, 2 takes 9.
    assertThat(IntStream.range(0, 125).filter(i -> mask[i] == 1)).containsExactly(1, 2);
  }
}
