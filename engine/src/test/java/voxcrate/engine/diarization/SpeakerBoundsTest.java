package voxcrate.engine.diarization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import voxcrate.problem.ToolException;

final class SpeakerBoundsTest {
  @Test
  void an_exact_number_wins_over_a_range() {
    assertThat(SpeakerBounds.of(Optional.of(3), Optional.of(1), Optional.of(9)))
        .isEqualTo(new SpeakerBounds(3, 3));
  }

  @Test
  void what_is_not_said_is_open() {
    assertThat(SpeakerBounds.of(Optional.empty(), Optional.empty(), Optional.empty()))
        .isEqualTo(SpeakerBounds.ANY);
  }

  @Test
  void there_are_no_more_speakers_than_examples() {
    assertThat(new SpeakerBounds(4, 9).clippedTo(2)).isEqualTo(new SpeakerBounds(2, 2));
    assertThat(SpeakerBounds.ANY.clippedTo(0)).isEqualTo(new SpeakerBounds(1, 1));
  }

  @Test
  void contradictions_are_refused() {
    assertThatThrownBy(() -> new SpeakerBounds(4, 3))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> assertThat(refusal.problem().found()).contains("at least 4 and at most 3"));
  }
}
