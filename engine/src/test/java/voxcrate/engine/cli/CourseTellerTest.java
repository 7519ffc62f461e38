package voxcrate.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import voxcrate.engine.diarization.Course;
import voxcrate.engine.diarization.ListeningLog;
import voxcrate.engine.diarization.Stage;
import voxcrate.progress.ProgressEvent;
import voxcrate.progress.ProgressListener;

/// When the end is foretold, and what is said of it. The clock is ours.
final class CourseTellerTest {
  private static final double DAY = 24 * 60 * 60;

  private final List<String> said = new ArrayList<>();
  private Instant now =
      LocalDateTime.of(2026, 3, 2, 21, 30).atZone(ZoneId.systemDefault()).toInstant();

  @Test
  void end_of_a_long_recording_is_foretold_from_its_first_windows() {
    var course = teller(DAY);

    hear(course, 8, 9);
    hear(course, 16, 2);
    assertThat(said).isEmpty();
    hear(course, 24, 2);

    // A quarter of real time from the second passage on: 6 h for a day, 6 s less.
    assertThat(said).containsExactly("about 6 h 0 min left: done at about 03:30");
  }

  @Test
  void end_is_foretold_once() {
    var course = teller(DAY);

    for (int passage = 1; passage < 20; passage++) {
      hear(course, 8 * passage, 2);
    }

    assertThat(said).hasSize(1);
  }

  @Test
  void end_that_is_near_is_not_foretold() {
    var course = teller(90);

    for (int passage = 1; passage < 10; passage++) {
      hear(course, 8 * passage, 2);
    }

    assertThat(said).isEmpty();
  }

  @Test
  void what_an_earlier_run_heard_says_nothing_of_the_speed() {
    var course = teller(DAY);

    for (int passage = 1; passage <= 10_000; passage++) {
      course.heardSeconds().accept(8 * passage);
    }
    hear(course, 80_008, 2);
    hear(course, 80_016, 2);
    hear(course, 80_024, 2);

    // 6,376 s at a quarter of real time.
    assertThat(said).containsExactly("about 27 min left: done at about 21:56");
  }

  @Test
  void length_that_no_file_tells_is_no_reason_to_guess() {
    var course = teller(0);

    for (int passage = 1; passage < 20; passage++) {
      hear(course, 8 * passage, 2);
    }

    assertThat(said).isEmpty();
  }

  @Test
  void the_last_stage_is_over_before_the_diarization_is_said_to_be() {
    var told = new ArrayList<String>();
    var teller =
        teller(
            90,
            event -> {
              switch (event) {
                case ProgressEvent.Finished(var task) -> told.add("over: " + task);
                case ProgressEvent.Noted(_, var text) -> told.add(text);
                case ProgressEvent.Started _, ProgressEvent.Advanced _, ProgressEvent.Warned _ -> {}
              }
            });

    teller.course(ListeningLog.none()).begins().accept(Stage.RECONSTRUCTION);
    teller.diarized();
    teller.finish();

    assertThat(told)
        .containsExactly(
            "over: diarizing hearing.wav",
            "over: putting turns together for hearing.wav",
            "Speaker diarization completed successfully");
  }

  private Course teller(double totalSeconds) {
    ProgressListener listener =
        event -> {
          if (event instanceof ProgressEvent.Noted(_, var text)) {
            said.add(text);
          }
        };
    return teller(totalSeconds, listener).course(ListeningLog.none());
  }

  private CourseTeller teller(double totalSeconds, ProgressListener listener) {
    return new CourseTeller(listener, "hearing.wav", totalSeconds, () -> now, _ -> {});
  }

  /// The networks have come so far, and it took them so long.
  private void hear(Course course, double seconds, int took) {
    now = now.plusSeconds(took);
    course.clock().time(Stage.SEGMENTATION, () -> took);
    course.heardSeconds().accept(seconds);
  }
}
