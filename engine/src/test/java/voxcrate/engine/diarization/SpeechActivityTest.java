package voxcrate.engine.diarization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import voxcrate.engine.audio.TimeRange;
import voxcrate.engine.speech.SpeechScores.Thresholds;
import voxcrate.engine.speech.SpeechWindows;

final class SpeechActivityTest {
  /// Eight frames a second, windows of ten seconds, one each second.
  private static final FrameGrid GRID = new FrameGrid(8, 80, 8, 1, 1);

  /// Frames 120 to 199, by the times that frames stand for.
  private static final TimeRange SPOKEN = new TimeRange(15.0625, 25.0625);

  @Test
  void where_windows_agree_there_is_speech() {
    var speech = SpeechActivity.scores(activity(31, 120, 200, -1), GRID);

    assertThat(speech.regions(Thresholds.USUAL, 30)).containsExactly(SPOKEN);
  }

  @Test
  void a_single_window_that_hears_nothing_ends_no_speech() {
    var speech = SpeechActivity.scores(activity(31, 120, 200, 11), GRID);

    assertThat(speech.regions(Thresholds.USUAL, 30)).containsExactly(SPOKEN);
  }

  @Test
  void a_long_monologue_is_cut_where_windows_doubt() {
    // Window 30 alone hears nothing between 30 s and 40 s, and counts most in its middle.
    var speech = SpeechActivity.scores(activity(81, 80, 640, 30), GRID);

    var windows = SpeechWindows.of(speech.regions(Thresholds.USUAL, 30), 30);

    assertThat(windows.getFirst().startSeconds()).isEqualTo(10.0625);
    assertThat(windows.getFirst().endSeconds()).isBetween(34.0, 36.0);
    assertThat(windows.getLast().endSeconds()).isEqualTo(80.0625);
    assertThat(windows).allSatisfy(w -> assertThat(w.seconds()).isLessThanOrEqualTo(30));
  }

  @Test
  void silence_has_no_regions() {
    assertThat(SpeechActivity.scores(activity(5, 0, 0, -1), GRID).regions(Thresholds.USUAL, 30))
        .isEqualTo(List.of());
    assertThat(SpeechActivity.scores(new SpeakerActivity(3), GRID).regions(Thresholds.USUAL, 30))
        .isEmpty();
  }

  /// Somebody speaks from one frame to another, as all windows but one hear.
  private static SpeakerActivity activity(int chunks, int from, int to, int deaf) {
    var activity = new SpeakerActivity(3);
    for (int chunk = 0; chunk < chunks; chunk++) {
      var active = new byte[GRID.framesPerChunk()];
      for (int i = 0; i < active.length; i++) {
        int frame = GRID.firstFrame(chunk) + i;
        active[i] = (byte) (chunk != deaf && frame >= from && frame < to ? 1 + frame % 3 : 0);
      }
      activity.add(active);
    }
    return activity;
  }
}
