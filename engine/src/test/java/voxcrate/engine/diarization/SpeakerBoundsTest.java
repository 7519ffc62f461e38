package voxcrate.engine.diarization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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

  @ParameterizedTest
  @CsvSource({
    "20, 20, 19, '20 speakers were asked for, 19 can be told apart in this recording'",
    "2, 2, 3, '2 speakers were asked for, 3 can be told apart in this recording'",
    "4, 9, 0, 'at least 4 speakers were asked for, 0 can be told apart in this recording'",
    "1, 3, 4, 'at most 3 speakers were asked for, 4 can be told apart in this recording'"
  })
  void a_number_out_of_bounds_is_told(int min, int max, int found, String complaint) {
    assertThat(new SpeakerBounds(min, max).complaintAbout(found)).contains(complaint);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void a_number_within_bounds_is_no_matter(int found) {
    assertThat(new SpeakerBounds(2, 4).complaintAbout(found)).isEmpty();
  }

  @Test
  void silence_is_no_matter_where_one_speaker_would_do() {
    assertThat(SpeakerBounds.ANY.complaintAbout(0)).isEmpty();
    assertThat(new SpeakerBounds(1, 1).complaintAbout(0)).isEmpty();
  }
}
