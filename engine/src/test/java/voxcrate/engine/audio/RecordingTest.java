package voxcrate.engine.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.groups.Tuple.tuple;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.engine.EngineCode;
import voxcrate.engine.audio.ChannelChoice.Average;
import voxcrate.engine.audio.ChannelChoice.Single;
import voxcrate.engine.testing.WavFile;
import voxcrate.problem.ToolException;

/// Which samples of which files are heard, and on which time line.
final class RecordingTest {
  private static final int RATE = 16_000;
  private static final Average MEAN = new Average();

  @TempDir Path folder;

  @Test
  void a_stretch_is_heard_to_the_sample() {
    var file = counting("a.wav", 0, 3 * RATE);

    assertThat(samples(new TimeRange(0.5, 1.25), file)).isEqualTo(count(8_000, 20_000));
    assertThat(samples(new TimeRange(2.5, Double.POSITIVE_INFINITY), file))
        .isEqualTo(count(40_000, 48_000));
    assertThat(samples(new TimeRange(2.5, 99), file)).isEqualTo(count(40_000, 48_000));
  }

  @Test
  void joined_files_follow_one_another_without_a_gap() {
    var first = counting("a.wav", 0, 1_000);
    var second = counting("b.wav", 1_000, 21_000);

    assertThat(samples(TimeRange.WHOLE, first, second)).isEqualTo(count(0, 21_000));
    assertThat(samples(new TimeRange(0.05, 0.1), first, second)).isEqualTo(count(800, 1_600));
    assertThat(samples(new TimeRange(0.0625, 0.1), first, second)).isEqualTo(count(1_000, 1_600));
    assertThat(samples(new TimeRange(0.1, 0.2), first, second)).isEqualTo(count(1_600, 3_200));
  }

  @Test
  void joined_files_say_where_they_lie() {
    var first = counting("a.wav", 0, 1_000);
    var second = counting("b.wav", 1_000, 21_000);

    try (var waveform = recording(new TimeRange(0.5, 1), first, second).listen(MEAN, RATE)) {
      waveform.read(new float[RATE], 0, RATE);

      assertThat(waveform.secondsRead()).isEqualTo(0.5);
      assertThat(waveform.files())
          .extracting(HeardFile::file, HeardFile::startSeconds, HeardFile::endSeconds)
          .containsExactly(tuple(first, 0.0, 0.0625), tuple(second, 0.0625, 1.0));
    }
  }

  @Test
  void joined_files_may_have_different_rates_and_channels() {
    var low = WavFile.write(folder, "a.wav", WavFile.pcm16(8_000, 1, new float[4_000]));
    var high = WavFile.write(folder, "b.wav", WavFile.pcm16(48_000, 2, new float[2 * 24_000]));

    assertThat(recording(TimeRange.WHOLE, low, high).statedSeconds()).isEqualTo(1.0);
    assertThat(samples(TimeRange.WHOLE, low, high)).hasSize(RATE);
    assertThat(samples(new TimeRange(0.75, 2), low, high)).hasSize(RATE / 4);
  }

  @Test
  void a_channel_has_to_be_in_every_file() {
    var mono = WavFile.write(folder, "a.wav", WavFile.pcm16(RATE, 1, 0.5f));
    var stereo = WavFile.write(folder, "b.wav", WavFile.pcm16(RATE, 2, 0.5f, 0.25f));
    var recording = recording(TimeRange.WHOLE, stereo, mono);

    assertRefused(() -> recording.listen(new Single(2), RATE), "a.wav");
    assertRefused(recording::channels, "a.wav");
  }

  @Test
  void a_bad_file_among_many_is_known_at_once() {
    var good = counting("a.wav", 0, RATE);
    var bad = WavFile.write(folder, "b.wav", new byte[] {1, 2, 3});

    assertRefused(() -> recording(TimeRange.WHOLE, good, bad), "b.wav");
  }

  /// Encoders pad behind the end; what is stepped over ends before that.
  @ParameterizedTest
  @ValueSource(strings = {"mp3.mp3", "aac.m4a", "opus.opus", "fragments.mp4"})
  void a_stretch_behind_the_end_of_packets_is_refused(String name) {
    assertThatThrownBy(() -> samples(new TimeRange(10, 11), FormatsTest.FOLDER.resolve(name)))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> assertThat(refusal.problem().code()).isEqualTo(EngineCode.AUDIO_OUTSIDE));
  }

  @Test
  void a_stretch_behind_the_end_is_refused_with_the_length() {
    var file = counting("a.wav", 0, 2 * RATE);

    assertThatThrownBy(() -> samples(new TimeRange(5, 6), file))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().code()).isEqualTo(EngineCode.AUDIO_OUTSIDE);
              assertThat(refusal.problem().found()).contains("2.0 s");
            });
  }

  @Test
  void what_a_joined_file_lacks_is_told_in_its_own_times() {
    var whole = WavFile.pcm16(RATE, 1, new float[2 * RATE]);
    var cut = WavFile.write(folder, "a.wav", Arrays.copyOf(whole, 44 + 2 * RATE));
    var other = counting("b.wav", 0, RATE);

    try (var waveform = recording(TimeRange.WHOLE, other, cut, other).listen(MEAN, RATE)) {
      waveform.read(new float[9 * RATE], 0, 9 * RATE);

      assertThat(waveform.secondsRead()).isEqualTo(3.0);
      assertThat(waveform.files().get(0).damage()).isEmpty();
      assertThat(waveform.files().get(1).damage().orElseThrow().fromSeconds()).isEqualTo(1.0);
      assertThat(waveform.files().get(1).damage().orElseThrow().missingSeconds()).isEqualTo(1.0);
      assertThat(waveform.files().get(2).startSeconds()).isEqualTo(2.0);
    }
  }

  @Test
  void channels_of_the_same_sound_are_noticed_at_any_volume() {
    assertThat(heard(stereo((left, i) -> left)).channelsAreTheSame()).isTrue();
    assertThat(heard(stereo((left, i) -> -left / 3)).channelsAreTheSame()).isTrue();
    assertThat(heard(stereo((left, i) -> left + (i % 7) * 0.03f)).channelsAreTheSame()).isFalse();
    assertThat(heard(stereo((left, i) -> 0f)).channelsAreTheSame()).isFalse();
    assertThat(heard(counting("mono.wav", 0, RATE)).channelsAreTheSame()).isFalse();
  }

  @Test
  void channels_that_cancel_each_other_out_are_noticed() {
    assertThat(heard(stereo((left, i) -> -left)).remarks())
        .singleElement()
        .asString()
        .contains("upside down");
    assertThat(heard(stereo((left, i) -> left)).remarks()).isEmpty();
    assertThat(heard(stereo((left, i) -> 0f)).remarks()).isEmpty();
  }

  @Test
  void loudness_is_the_mean_square_of_each_step() {
    var samples = new float[RATE];
    Arrays.fill(samples, RATE / 2, RATE, 0.5f);

    var loudness =
        heard(WavFile.write(folder, "l.wav", WavFile.pcm16(RATE, 1, samples))).loudness();

    assertThat(loudness.steps()).isEqualTo(50);
    assertThat(loudness.energy(25, 50)).isCloseTo(0.25, within(1e-6));
    assertThat(loudness.energy(0, 50)).isCloseTo(0.125, within(1e-6));
    assertThat(loudness.energy(0, 25)).isLessThan(1e-8);
    assertThat(loudness.energy(40, 60)).isCloseTo(0.125, within(1e-6));
  }

  private static void assertRefused(ThrowingCallable step, String file) {
    assertThatThrownBy(step)
        .isInstanceOfSatisfying(
            ToolException.class, refusal -> assertThat(refusal.problem().doing()).contains(file));
  }

  @FunctionalInterface
  private interface Right {
    float of(float left, int frame);
  }

  private Path stereo(Right right) {
    var samples = new float[2 * RATE];
    for (int i = 0; i < RATE; i++) {
      samples[2 * i] = (float) Math.sin(i * 0.05) * 0.5f;
      samples[2 * i + 1] = right.of(samples[2 * i], i);
    }
    return WavFile.write(folder, "stereo.wav", WavFile.pcm16(RATE, 2, samples));
  }

  private static Waveform heard(Path file) {
    try (var waveform = recording(TimeRange.WHOLE, file).listen(MEAN, RATE)) {
      waveform.read(new float[2 * RATE], 0, 2 * RATE);
      return waveform;
    }
  }

  private static Recording recording(TimeRange range, Path... files) {
    return Recording.of(List.of(files), DecodingOptions.DEFAULT, range);
  }

  private static float[] samples(TimeRange range, Path... files) {
    try (var waveform = recording(range, files).listen(MEAN, RATE)) {
      var samples = new float[5 * RATE];
      return Arrays.copyOf(samples, waveform.read(samples, 0, samples.length));
    }
  }

  /// A file whose samples tell their place.
  private Path counting(String name, int from, int to) {
    return WavFile.write(folder, name, WavFile.pcm16(RATE, 1, count(from, to)));
  }

  private static float[] count(int from, int to) {
    var samples = new float[to - from];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (from + i) % 32_768 / 32_768f;
    }
    return samples;
  }
}
