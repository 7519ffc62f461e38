package voxcrate.engine.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import voxcrate.engine.audio.ChannelChoice;
import voxcrate.engine.audio.HeardFile;
import voxcrate.engine.audio.TimeRange;
import voxcrate.engine.audio.stream.Damage;
import voxcrate.engine.diarization.Diarization;
import voxcrate.engine.diarization.HeardRecording;
import voxcrate.engine.diarization.Speaker;
import voxcrate.engine.diarization.Turn;
import voxcrate.engine.speech.SpeechScores;

final class TurnTextTest {
  private static final List<ChannelChoice> MEAN = List.of(new ChannelChoice.Average());
  private static final Diarization DIARIZATION =
      new Diarization(
          4000,
          List.of(new Turn(1.2, 4.0, new Speaker(0)), new Turn(3723.96, 3725, new Speaker(1))),
          List.of(),
          SpeechScores.NONE);

  @Test
  void a_line_says_who_and_when() {
    assertThat(TurnText.lines(heard(DIARIZATION, file("a.wav", 0, 4000))))
        .isEqualTo("Speaker 1: 0:01.2–0:04.0\nSpeaker 2: 1:02:04.0–1:02:05.0\n");
  }

  @Test
  void of_several_files_a_line_says_where_in_which_one() {
    var heard = heard(DIARIZATION, file("a.wav", 0, 3700), file("b.wav", 3700, 300));

    assertThat(TurnText.lines(heard).lines())
        .containsExactly(
            "Speaker 1: 0:01.2–0:04.0 (a.wav 0:01.2)",
            "Speaker 2: 1:02:04.0–1:02:05.0 (b.wav 0:24.0)");
  }

  @Test
  void what_is_lost_is_said_with_its_place() {
    assertThat(TurnText.lost(new Damage(3600, 12.34, 1, "the file ends before its stated end")))
        .isEqualTo(
            "damaged: 12.3 s are missing, from 1:00:00.0 on (the file ends before its stated end);"
                + " what is left was heard");
    assertThat(TurnText.lost(new Damage(1, 0, 2, "noise")))
        .startsWith("damaged: something is missing in 2 places, from 0:01.0 on (noise)");
  }

  @Test
  void a_minute_never_has_sixty_seconds() {
    assertThat(TurnText.clock(59.96)).isEqualTo("1:00.0");
    assertThat(TurnText.clock(0)).isEqualTo("0:00.0");
    assertThat(TurnText.clock(3599.99)).isEqualTo("1:00:00.0");
  }

  @Test
  void the_table_is_aligned() {
    assertThat(TurnText.table(DIARIZATION, "a.txt").lines())
        .containsExactly(
            "     start         end     length  speaker",
            "    0:01.2      0:04.0      2.8 s  Speaker 1",
            " 1:02:04.0   1:02:05.0      1.0 s  Speaker 2");
  }

  @Test
  void silence_is_said() {
    assertThat(TurnText.table(Diarization.silence(5), "a.txt")).contains("Nobody speaks");
  }

  private static HeardRecording heard(Diarization diarization, HeardFile... files) {
    return new HeardRecording(diarization, TimeRange.WHOLE, MEAN, List.of(files), 0, List.of());
  }

  private static HeardFile file(String name, double start, double seconds) {
    return new HeardFile(Path.of(name), start, seconds, Optional.empty());
  }

  @Test
  void of_many_turns_the_first_are_shown_and_each_speaker_is_summed_up() {
    var turns =
        IntStream.range(0, 1_041)
            .mapToObj(i -> new Turn(2 * i, 2 * i + 1 + i % 2, new Speaker(i % 2)))
            .toList();
    var table =
        TurnText.table(new Diarization(3_000, turns, turns, SpeechScores.NONE), "out/a.txt");

    assertThat(table.lines()).hasSize(1 + 40 + 1 + 2);
    assertThat(table)
        .endsWith(
            """
            ... and 1,001 more turns: out/a.txt
            Speaker 1 speaks for 8:41.0 in 521 turns
            Speaker 2 speaks for 17:20.0 in 520 turns\
            """);
  }
}
