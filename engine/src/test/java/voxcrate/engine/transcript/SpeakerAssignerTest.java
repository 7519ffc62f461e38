package voxcrate.engine.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static voxcrate.engine.testing.Spoken.segment;
import static voxcrate.engine.testing.Spoken.word;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import voxcrate.engine.alignment.Word;
import voxcrate.engine.diarization.Diarization;
import voxcrate.engine.diarization.Speaker;
import voxcrate.engine.diarization.Turn;
import voxcrate.engine.speech.SpeechScores;

final class SpeakerAssignerTest {
  private static final Speaker A = new Speaker(0);
  private static final Speaker B = new Speaker(1);

  @Test
  void the_largest_overlap_wins() {
    var turns = turns(new Turn(0, 1.4, A), new Turn(1.4, 3, B));

    assertThat(speakers(turns, word(" so", 1, 2))).containsExactly(Optional.of(B));
    assertThat(speakers(turns, word(" so", 0.8, 1.8))).containsExactly(Optional.of(A));
  }

  @Test
  void shares_of_several_turns_add_up() {
    var turns = turns(new Turn(0, 1.3, A), new Turn(1.3, 1.7, B), new Turn(1.7, 3, A));

    assertThat(speakers(turns, word(" so", 1, 2))).containsExactly(Optional.of(A));
  }

  @Test
  void outside_all_turns_the_nearest_edge_counts() {
    // The middle of B's turn is nearer, its edge is not.
    var turns = turns(new Turn(0, 10, A), new Turn(10.5, 11, B));

    assertThat(speakers(turns, word(" so", 10.1, 10.2))).containsExactly(Optional.of(A));
    assertThat(speakers(turns, word(" so", 11.9, 12))).containsExactly(Optional.of(B));
  }

  @Test
  void far_from_all_turns_nobody_is_known() {
    assertThat(speakers(turns(new Turn(0, 1, A)), word(" so", 2.1, 3)))
        .containsExactly(Optional.empty());
    assertThat(speakers(turns(), word(" so", 2.1, 3))).containsExactly(Optional.empty());
  }

  @Test
  void a_flicker_of_one_word_does_not_break_a_sentence() {
    var turns = turns(new Turn(0, 2, A), new Turn(2, 2.9, B), new Turn(2.9, 9, A));

    var segments = new SpeakerAssigner(turns).assign(List.of(segment(row(5))));

    assertThat(segments).hasSize(1);
    assertThat(segments.getFirst().speaker()).contains(A);
  }

  @Test
  void a_flicker_at_the_edge_of_a_sentence_does_not_either() {
    var turns = turns(new Turn(0, 0.9, B), new Turn(0.9, 9, A));

    assertThat(speakers(turns, row(3))).containsExactly(Optional.of(A));
  }

  @Test
  void a_word_between_pauses_is_thrown_in() {
    var turns = turns(new Turn(0, 2, A), new Turn(2.3, 2.6, B), new Turn(3, 9, A));
    var words = row(5);
    words[2] = word(" yes", 2.3, 2.6);

    assertThat(speakers(turns, words))
        .containsExactly(Optional.of(A), Optional.of(B), Optional.of(A));
  }

  @Test
  void two_words_are_no_flicker_and_part_the_sentence() {
    var turns = turns(new Turn(0, 3, A), new Turn(3, 5, B), new Turn(5, 9, A));

    var segments = new SpeakerAssigner(turns).assign(List.of(segment(row(7))));

    assertThat(segments.stream().map(Segment::text)).containsExactly("w0 w1 w2", "w3 w4", "w5 w6");
    assertThat(segments.get(1).startSeconds()).isEqualTo(3);
    assertThat(segments.get(1).endSeconds()).isEqualTo(4.9);
  }

  @Test
  void of_two_words_neither_has_the_majority() {
    var turns = turns(new Turn(0, 1, A), new Turn(1, 2, B));

    assertThat(speakers(turns, row(2))).containsExactly(Optional.of(A), Optional.of(B));
  }

  @Test
  void overlapping_speech_is_marked() {
    var diarization =
        new Diarization(
            9,
            List.of(new Turn(0, 9, A), new Turn(1.4, 3, B)),
            List.of(new Turn(0, 9, A)),
            SpeechScores.NONE);

    var segments = new SpeakerAssigner(diarization).assign(List.of(segment(row(5))));

    assertThat(segments.getFirst().words().stream().map(SpokenWord::others))
        .containsExactly(List.of(), List.of(B), List.of(B), List.of(), List.of());
    assertThat(segments.getFirst().isOverlapped()).isTrue();
  }

  @Test
  void turns_hold_what_one_speaker_says() {
    var turns = turns(new Turn(0, 4, A), new Turn(4, 9, B));
    var segments =
        new SpeakerAssigner(turns)
            .assign(List.of(segment(row(2)), segment(word(" w", 2, 3)), segment(word(" v", 5, 6))));

    var spoken = SpokenTurn.of(new Transcript("en", 9, segments));

    assertThat(spoken.stream().map(SpokenTurn::speaker))
        .containsExactly(Optional.of(A), Optional.of(B));
    assertThat(spoken.getFirst().segments()).hasSize(2);
    assertThat(spoken.getFirst().endSeconds()).isEqualTo(3);
  }

  @Test
  void an_index_finds_what_a_look_at_all_turns_finds() {
    var random = new Random(3);
    var turns =
        IntStream.range(0, 60)
            .mapToObj(
                i -> {
                  double start = random.nextInt(1000) / 10.0;
                  return new Turn(start, start + 0.1 + random.nextInt(20) / 10.0, A);
                })
            .toList();
    var index = new TurnIndex(turns);

    for (int i = 0; i < 500; i++) {
      double start = random.nextInt(1200) / 10.0 - 5.03;
      double end = start + random.nextInt(20) / 10.0 + 0.05;
      assertThat(index.between(start, end))
          .containsExactlyInAnyOrderElementsOf(
              turns.stream()
                  .filter(turn -> turn.startSeconds() < end && turn.endSeconds() > start)
                  .toList());
      double gap =
          turns.stream()
              .mapToDouble(t -> Math.max(t.startSeconds() - end, start - t.endSeconds()))
              .min()
              .orElseThrow();
      assertThat(index.nearest(start, end, 1).isPresent()).isEqualTo(gap <= 1);
    }
  }

  private static Diarization turns(Turn... turns) {
    return new Diarization(100, List.of(turns), List.of(turns), SpeechScores.NONE);
  }

  /// Words of 0.9 s, one each second.
  private static Word[] row(int count) {
    return IntStream.range(0, count).mapToObj(i -> word(" w" + i, i, i + 0.9)).toArray(Word[]::new);
  }

  private static List<Optional<Speaker>> speakers(Diarization turns, Word... words) {
    return new SpeakerAssigner(turns)
        .assign(List.of(segment(words))).stream().map(Segment::speaker).toList();
  }
}
