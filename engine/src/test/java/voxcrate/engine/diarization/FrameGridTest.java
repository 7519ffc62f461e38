package voxcrate.engine.diarization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class FrameGridTest {
  private final FrameGrid grid = new FrameGrid(16_000, 160_000, 16_000, 270, 991);

  @Test
  void chunks_begin_at_the_nearest_frame() {
    int[] expected = {0, 59, 119, 178, 237, 296, 356};

    for (int chunk = 0; chunk < expected.length; chunk++) {
      assertThat(grid.firstFrame(chunk)).isEqualTo(expected[chunk]);
    }
  }

  @Test
  void frames_cover_the_last_chunk() {
    assertThat(grid.frames(1)).isEqualTo(594);
    assertThat(grid.frames(21)).isEqualTo(1779);
    assertThat(grid.frames(218)).isEqualTo(13_453);
    assertThat(grid.framesPerChunk()).isEqualTo(589);
  }

  @Test
  void a_frame_stands_for_the_middle_of_its_field() {
    assertThat(grid.middleSeconds(0)).isCloseTo(0.03096875, within(1e-12));
    assertThat(grid.middleSeconds(1000)).isCloseTo(16.90596875, within(1e-9));
  }
}
