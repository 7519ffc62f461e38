package voxcrate.engine.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.engine.audio.TimeRange;
import voxcrate.engine.speech.SpeechScores.Thresholds;

final class SpeechWindowsTest {
  private static final double FIRST = 0.0309375;
  private static final double STEP = 0.016875;

  /// Regions that WhisperX's `Binarize` finds in the same scores: starts and ends.
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "30; 0.5; 0.363; 0.048, 19.083, 33.275, 43.822, 50.960, 69.860, 85.351, 107.440, 107.440,"
            + " 123.353, 136.600, 155.281, 170.772, 188.845, 188.845, 207.222, 222.241, 241.040,"
            + " 256.058, 271.077, 271.077, 292.272, 307.662, 327.507",
        "12; 0.8; 0.2; 3.355, 15.320, 15.320, 24.027, 24.027, 30.035, 30.035, 41.948, 41.948,"
            + " 47.956, 47.956, 53.963, 53.963, 65.962, 65.962, 71.750, 89.587, 101.551, 101.551,"
            + " 107.558, 107.558, 113.566, 113.566, 125.463, 125.463, 128.062, 140.600, 152.564,"
            + " 152.564, 157.390, 225.667, 237.631, 237.631, 243.976, 280.443, 292.407, 292.407,"
            + " 294.297, 311.425, 323.390, 323.390, 330.815, 330.815, 337.514"
      })
  void regions_equal_whisperx(double max, double onset, double offset, String expected) {
    var regions =
        new SpeechScores(scores(), FIRST, STEP).regions(new Thresholds(onset, offset), max);

    var wanted = Arrays.stream(expected.split(",", -1)).map(Double::valueOf).toList();
    assertThat(regions).hasSize(wanted.size() / 2);
    for (int i = 0; i < regions.size(); i++) {
      assertThat(regions.get(i).startSeconds()).isCloseTo(wanted.get(2 * i), within(0.00051));
      assertThat(regions.get(i).endSeconds()).isCloseTo(wanted.get(2 * i + 1), within(0.00051));
    }
  }

  @Test
  void speech_from_the_first_frame_to_the_last_is_one_region() {
    var regions = new SpeechScores(new float[] {1, 1, 1}, 0, 0.5).regions(Thresholds.USUAL, 30);

    assertThat(regions).containsExactly(new TimeRange(0, 1));
  }

  @Test
  void without_frames_or_speech_there_is_no_region() {
    assertThat(new SpeechScores(new float[0], 0, 1).regions(Thresholds.USUAL, 30)).isEmpty();
    assertThat(new SpeechScores(new float[900], 0, 1).regions(Thresholds.USUAL, 30)).isEmpty();
  }

  @Test
  void windows_grow_while_they_hold_what_the_model_hears() {
    var windows =
        SpeechWindows.of(
            List.of(region(1, 11), region(15, 31), region(31.5, 32), region(70, 71)), 30);

    assertThat(windows).containsExactly(region(1, 31), region(31.5, 32), region(70, 71));
  }

  @Test
  void a_long_region_is_parted_evenly() {
    assertThat(SpeechWindows.of(List.of(region(10, 76)), 30))
        .containsExactly(region(10, 32), region(32, 54), region(54, 76));
  }

  @Test
  void regions_of_several_speakers_may_overlap() {
    assertThat(SpeechWindows.of(List.of(region(5, 9), region(1, 6), region(2, 3)), 30))
        .containsExactly(region(1, 9));
  }

  @Test
  void windows_hold_all_speech_and_are_never_too_long() {
    var random = new Random(11);
    var regions = new ArrayList<TimeRange>();
    double at = 0;
    for (int i = 0; i < 500; i++) {
      double start = at + random.nextDouble() * 5;
      at = start + 0.1 + random.nextDouble() * (i % 50 == 0 ? 100 : 8);
      regions.add(region(start, at));
    }

    var windows = SpeechWindows.of(regions, 30);

    assertThat(windows).allSatisfy(w -> assertThat(w.seconds()).isLessThanOrEqualTo(30 + 1e-9));
    assertThat(regions)
        .allSatisfy(
            region ->
                assertThat(windows.stream().mapToDouble(window -> shared(window, region)).sum())
                    .isCloseTo(region.seconds(), within(1e-6)));
  }

  @Test
  void nonsense_is_refused() {
    assertThatThrownBy(() -> region(2, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Thresholds(0.3, 0.5)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SpeechWindows.of(List.of(), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double shared(TimeRange one, TimeRange other) {
    double start = Math.max(one.startSeconds(), other.startSeconds());
    return Math.max(0, Math.min(one.endSeconds(), other.endSeconds()) - start);
  }

  private static float[] scores() {
    var scores = new float[20_000];
    for (int i = 0; i < scores.length; i++) {
      scores[i] =
          (float)
              (0.5 + 0.5 * Math.sin(i * 0.0031) * Math.cos(i * 0.0007) + 0.02 * Math.sin(i * 0.9));
    }
    return scores;
  }

  private static TimeRange region(double start, double end) {
    return new TimeRange(start, end);
  }
}
