package voxcrate.engine.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import voxcrate.engine.diarization.Diarization;
import voxcrate.engine.diarization.Speaker;
import voxcrate.engine.diarization.Turn;

final class TurnTextTest {
  private static final Diarization DIARIZATION =
      new Diarization(
          4000,
          List.of(new Turn(1.2, 4.0, new Speaker(0)), new Turn(3723.96, 3725, new Speaker(1))),
          List.of());

  @Test
  void a_line_says_who_and_when() {
    assertThat(TurnText.lines(DIARIZATION))
        .isEqualTo("Speaker 1: 0:01.2–0:04.0\nSpeaker 2: 1:02:04.0–1:02:05.0\n");
  }

  @Test
  void a_minute_never_has_sixty_seconds() {
    assertThat(TurnText.clock(59.96)).isEqualTo("1:00.0");
    assertThat(TurnText.clock(0)).isEqualTo("0:00.0");
    assertThat(TurnText.clock(3599.99)).isEqualTo("1:00:00.0");
  }

  @Test
  void the_table_is_aligned() {
    assertThat(TurnText.table(DIARIZATION).lines())
        .containsExactly(
            "     start         end     length  speaker",
            "    0:01.2      0:04.0      2.8 s  Speaker 1",
            " 1:02:04.0   1:02:05.0      1.0 s  Speaker 2");
  }

  @Test
  void silence_is_said() {
    assertThat(TurnText.table(Diarization.silence(5))).contains("Nobody speaks");
  }
}
