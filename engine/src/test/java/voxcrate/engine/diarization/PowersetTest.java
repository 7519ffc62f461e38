package voxcrate.engine.diarization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PowersetTest {
  private final Powerset powerset =
      new Powerset(
          List.of(List.of(), List.of(0), List.of(1), List.of(2), List.of(0, 1), List.of(1, 2)));

  @Test
  void a_frame_has_the_speakers_of_its_likeliest_class() {
    float[] scores = {
      -1, -2, -3, -4, -5, -6,
      -9, -2, -3, -4, -1, -6,
      -9, -2, -3, -4, -5, -1
    };

    assertThat(powerset.decode(scores)).containsExactly(0b000, 0b011, 0b110);
  }

  @Test
  void of_equals_the_first_class_wins() {
    assertThat(powerset.decode(new float[] {-2, -1, -1, -1, -2, -2})).containsExactly(0b001);
  }
}
