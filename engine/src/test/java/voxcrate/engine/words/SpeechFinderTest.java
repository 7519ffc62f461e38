package voxcrate.engine.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.engine.audio.ChannelChoice;
import voxcrate.engine.audio.DecodingOptions;
import voxcrate.engine.audio.Recording;
import voxcrate.engine.audio.TimeRange;
import voxcrate.engine.diarization.HeardRecording;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.speech.SpeechScores.Thresholds;
import voxcrate.engine.testing.WavFile;

final class SpeechFinderTest {
  private static final int RATE = 16_000;

  @TempDir Path folder;

  @Test
  void what_outgrows_a_window_is_cut_where_it_is_quietest() {
    var heard = hear(tone(40, 0.2F, 20, 0.002F), TimeRange.WHOLE);

    assertThat(regions(heard)).hasSize(2);
    assertThat(regions(heard).getFirst().endSeconds()).isCloseTo(20.5, within(0.5));
    assertThat(regions(heard).getLast().endSeconds()).isCloseTo(40, within(0.1));
  }

  @Test
  void silence_parts_speech_and_is_none() {
    var heard = hear(tone(10, 0.2F, 4, 0), TimeRange.WHOLE);

    assertThat(regions(heard)).hasSize(2);
    assertThat(regions(heard).getFirst().endSeconds()).isCloseTo(4, within(0.1));
    assertThat(regions(heard).getLast().startSeconds()).isCloseTo(5, within(0.1));
    assertThat(regions(hear(new float[5 * RATE], TimeRange.WHOLE))).isEmpty();
  }

  @Test
  void times_are_those_of_the_recording_and_nobody_has_turns() {
    var heard = hear(tone(10, 0.2F, 4, 0), new TimeRange(3, 8));

    assertThat(regions(heard).getFirst().startSeconds()).isCloseTo(3, within(0.1));
    assertThat(regions(heard).getLast().endSeconds()).isCloseTo(8, within(0.1));
    assertThat(heard.diarization().seconds()).isCloseTo(5, within(0.01));
    assertThat(heard.diarization().turns()).isEmpty();
  }

  private static List<TimeRange> regions(HeardRecording heard) {
    return heard.diarization().speech().regions(Thresholds.USUAL, 30);
  }

  private HeardRecording hear(float[] samples, TimeRange range) {
    var file = WavFile.write(folder, "sound.wav", WavFile.pcm16(RATE, 1, samples));
    var recording = Recording.of(List.of(file), DecodingOptions.DEFAULT, range);
    try (var finder = SpeechFinder.open(Optional.empty(), RATE, new ExecutionTarget.Cpu(1))) {
      return finder.find(recording, new ChannelChoice.Average(), _ -> {});
    }
  }

  /// A tone, with one second of another loudness.
  private static float[] tone(int seconds, float loud, int quietFrom, float quiet) {
    var samples = new float[seconds * RATE];
    for (int i = 0; i < samples.length; i++) {
      float level = i / RATE == quietFrom ? quiet : loud;
      samples[i] = (float) (level * Math.sin(i * 0.2));
    }
    return samples;
  }
}
