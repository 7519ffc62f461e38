package voxcrate.engine.diarization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.engine.audio.ChannelChoice;
import voxcrate.engine.audio.Loudness;
import voxcrate.engine.audio.Waveform;
import voxcrate.engine.speech.SpeechScores;
import voxcrate.engine.testing.WavFile;

/// Two people, a channel each. What a channel hears of the other one's person is not its own.
final class SeparateChannelsTest {
  private static final int RATE = 8_000;
  private static final int SECONDS = 20;
  private static final double LOUD = 0.5;

  @TempDir Path folder;

  @Test
  void speakers_are_named_by_their_channel() {
    var together = together(sound(LOUD, 0, 5), sound(LOUD, 6, 9), turns(0, 5), turns(6, 9));

    assertThat(together.diarization().turns()).containsExactly(turn(0, 5, 1), turn(6, 9, 2));
    assertThat(together.diarization().turns().getLast().speaker().channel())
        .isEqualTo(OptionalInt.of(2));
    assertThat(together.crossTalkSeconds()).isZero();
  }

  @Test
  void a_weak_copy_of_the_other_channel_is_nobody() {
    for (double leak : new double[] {-15, -20, -30, -50}) {
      var echo = sound(LOUD * Math.pow(10, leak / 20), 0, 5);

      var together = together(sound(LOUD, 0, 5), echo, turns(0, 5), turns(0.1, 4.9));

      assertThat(together.diarization().turns()).as("%.0f dB", leak).containsExactly(turn(0, 5, 1));
      assertThat(together.crossTalkSeconds()).isCloseTo(4.8, within(1e-9));
    }
  }

  @Test
  void people_who_speak_at_once_are_both_heard() {
    for (double difference : new double[] {0, -6, -10}) {
      var other = sound(LOUD * Math.pow(10, difference / 20), 2, 4);

      var together = together(sound(LOUD, 0, 5), other, turns(0, 5), turns(2, 4));

      assertThat(together.diarization().turns())
          .as("%.0f dB", difference)
          .containsExactly(turn(0, 5, 1), turn(2, 4, 2));
    }
  }

  @Test
  void the_own_part_of_a_turn_that_began_as_an_echo_stays() {
    var loudness = sound(LOUD * 0.05, 0, 5);
    var own = sound(LOUD, 6, 9);
    for (int i = 0; i < own.length; i++) {
      own[i] += loudness[i];
    }

    var together = together(sound(LOUD, 0, 5), own, turns(0, 5), turns(0.5, 9));

    assertThat(together.diarization().turns()).hasSize(2);
    var kept = together.diarization().turns().getLast();
    assertThat(kept.startSeconds()).isCloseTo(5, within(0.3));
    assertThat(kept.endSeconds()).isEqualTo(9);
  }

  @Test
  void of_two_at_once_the_louder_one_has_the_exclusive_turn() {
    var together = together(sound(LOUD, 0, 5), sound(LOUD / 2, 2, 7), turns(0, 5), turns(2, 7));

    assertThat(together.diarization().exclusiveTurns())
        .containsExactly(turn(0, 5, 1), turn(5, 7, 2));
  }

  @Test
  void nobody_on_any_channel_is_silence() {
    var together = together(sound(0, 0, 1), sound(0, 0, 1), turns(0, 0), turns(0, 0));

    assertThat(together.diarization().turns()).isEmpty();
    assertThat(together.diarization().exclusiveTurns()).isEmpty();
  }

  private SeparateChannels together(
      float[] first, float[] second, Diarization heardFirst, Diarization heardSecond) {
    return SeparateChannels.together(
        List.of(heardFirst, heardSecond), List.of(loudness(first), loudness(second)));
  }

  private static Diarization turns(double start, double end) {
    var turns = end > start ? List.of(new Turn(start, end, new Speaker(0))) : List.<Turn>of();
    return new Diarization(SECONDS, turns, turns, SpeechScores.NONE);
  }

  private static Turn turn(double start, double end, int channel) {
    return new Turn(start, end, Speaker.onChannel(channel));
  }

  private static float[] sound(double amplitude, double fromSeconds, double toSeconds) {
    var samples = new float[RATE * SECONDS];
    for (int i = (int) (fromSeconds * RATE); i < toSeconds * RATE; i++) {
      samples[i] = (float) (amplitude * Math.sin(i * 0.2));
    }
    return samples;
  }

  private Loudness loudness(float[] samples) {
    var file = WavFile.write(folder, "channel.wav", WavFile.pcm16(RATE, 1, samples));
    try (var waveform = Waveform.open(file, new ChannelChoice.Average(), RATE)) {
      waveform.read(new float[samples.length], 0, samples.length);
      return waveform.loudness();
    }
  }
}
