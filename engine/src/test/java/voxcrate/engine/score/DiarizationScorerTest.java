package voxcrate.engine.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.engine.diarization.Rttm;
import voxcrate.engine.diarization.RttmTurn;
import voxcrate.engine.testing.Fixtures;

final class DiarizationScorerTest {
  private static final List<RttmTurn> REFERENCE = List.of(turn(0, 10, "A"), turn(10, 20, "B"));

  @Test
  void names_do_not_matter() {
    var error = score(REFERENCE, List.of(turn(0, 10, "x"), turn(10, 20, "y")));

    assertThat(error.rate()).isZero();
  }

  @Test
  void a_speaker_who_was_not_found_is_missed() {
    assertError(score(REFERENCE, List.of(turn(0, 10, "x"))), 20, 10, 0, 0);
  }

  @Test
  void speech_that_is_not_there_is_a_false_alarm() {
    var found = List.of(turn(0, 10, "x"), turn(10, 20, "y"), turn(20, 25, "x"));

    assertError(score(REFERENCE, found), 20, 0, 5, 0);
  }

  @Test
  void two_people_under_one_name_are_confused() {
    assertError(score(REFERENCE, List.of(turn(0, 20, "x"))), 20, 0, 0, 10);
  }

  @Test
  void overlap_is_scored() {
    var reference = List.of(turn(0, 10, "A"), turn(5, 10, "B"));

    assertError(score(reference, List.of(turn(0, 10, "x"))), 15, 5, 0, 0);
  }

  @Test
  void the_best_mapping_is_over_the_whole_recording() {
    // x overlaps A by 6 and B by 5, y overlaps A by 5: mapping x to B and y to A is better.
    var reference = List.of(turn(0, 11, "A"), turn(20, 25, "B"));
    var found = List.of(turn(0, 6, "x"), turn(6, 11, "y"), turn(20, 25, "x"));

    assertError(score(reference, found), 16, 0, 0, 6);
  }

  @Test
  void a_collar_leaves_boundaries_unscored() {
    var found = List.of(turn(0.2, 10.2, "x"), turn(10.2, 20, "y"));

    assertThat(score(REFERENCE, found).rate()).isCloseTo(0.02, within(1e-9));
    var lenient = new DiarizationScorer(0.25).score(REFERENCE, found, Region.EVERYTHING).error();
    assertError(lenient, 19, 0, 0, 0);
  }

  @Test
  void overlap_can_be_left_out() {
    var reference = List.of(turn(0, 10, "A"), turn(5, 12, "B"));
    var found = List.of(turn(0, 10, "x"));

    var score = new DiarizationScorer(0, true).score(reference, found, Region.EVERYTHING);

    assertError(score.error(), 7, 2, 0, 0);
  }

  @Test
  void in_the_jaccard_error_every_speaker_weighs_the_same() {
    var reference = List.of(turn(0, 100, "A"), turn(100, 101, "B"));

    var alone = jaccard(reference, List.of(turn(0, 101, "x")));

    assertThat(alone.speakers()).isEqualTo(2);
    assertThat(alone.rate()).isCloseTo((1 / 101.0 + 1) / 2, within(1e-9));
    assertThat(jaccard(reference, List.of()).rate()).isEqualTo(1);
    assertThat(jaccard(List.of(), List.of(turn(0, 1, "x"))).rate()).isZero();
  }

  @Test
  void regions_may_overlap() {
    var found = List.of(turn(0, 20, "x"));
    var regions = List.of(new Region(6, 12), new Region(5, 7));

    assertError(new DiarizationScorer(0).score(REFERENCE, found, regions).error(), 7, 0, 0, 2);
  }

  @Test
  void only_named_regions_are_scored() {
    var found = List.of(turn(0, 20, "x"));

    var error =
        new DiarizationScorer(0).score(REFERENCE, found, List.of(new Region(5, 12))).error();

    assertError(error, 7, 0, 0, 2);
  }

  @Test
  void nobody_speaks_and_nobody_was_found() {
    assertThat(score(List.of(), List.of()).rate()).isZero();
    assertThat(score(List.of(), List.of(turn(0, 1, "x"))).rate()).isInfinite();
  }

  /// Reference speech, missed, false alarm and confusion as pyannote.metrics 4.2.0 counts them.
  @ParameterizedTest
  @CsvSource({
    "audio/pyannote-sample/sample.rttm,captures/02_pyannote_sample/reference.rttm,"
        + "0,24.350,0.488,0.472,0.307",
    "audio/pyannote-sample/sample.rttm,captures/02_pyannote_sample/reference.rttm,"
        + "0.25,16.340,0,0,0",
    "audio/pyannote-sample/sample.rttm,pipeline-golden/02_pyannote_sample/ahc31.rttm,"
        + "0,24.350,0.488,0.472,2.131",
    "audio/pyannote-sample/sample.rttm,pipeline-golden/02_pyannote_sample/ahc31.rttm,"
        + "0.25,16.340,0,0,0.320",
    "pipeline-golden/01_dialogue/vbx.rttm,pipeline-golden/01_dialogue/ahc31_n3.rttm,"
        + "0,177.896,0.005,0.004,11.080",
    "pipeline-golden/01_dialogue/vbx.rttm,pipeline-golden/01_dialogue/ahc31_n3.rttm,"
        + "0.25,135.447,0,0,5.313",
    "pipeline-golden/10_mrbeast_clean_water/vbx.rttm,"
        + "pipeline-golden/10_mrbeast_clean_water/ahc31_n3.rttm,"
        + "0,602.069,0.021,0.016,82.582",
    "pipeline-golden/10_mrbeast_clean_water/vbx.rttm,"
        + "pipeline-golden/10_mrbeast_clean_water/ahc31_n3.rttm,"
        + "0.25,552.777,0.002,0.001,64.624"
  })
  void errors_equal_the_usual_scorer(
      String reference,
      String found,
      double collar,
      double speech,
      double missed,
      double falseAlarm,
      double confusion) {
    var error =
        new DiarizationScorer(collar)
            .score(
                Rttm.read(Fixtures.require(reference)),
                Rttm.read(Fixtures.require(found)),
                Region.EVERYTHING)
            .error();

    assertError(error, speech, missed, falseAlarm, confusion);
  }

  private static DiarizationError score(List<RttmTurn> reference, List<RttmTurn> found) {
    return new DiarizationScorer(0).score(reference, found, Region.EVERYTHING).error();
  }

  private static JaccardError jaccard(List<RttmTurn> reference, List<RttmTurn> found) {
    return new DiarizationScorer(0).score(reference, found, Region.EVERYTHING).jaccard();
  }

  private static void assertError(
      DiarizationError error,
      double reference,
      double missed,
      double falseAlarm,
      double confusion) {
    assertThat(List.of(error.reference(), error.missed(), error.falseAlarm(), error.confusion()))
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : 1)
        .containsExactly(reference, missed, falseAlarm, confusion);
  }

  private static RttmTurn turn(double start, double end, String speaker) {
    return new RttmTurn("r", start, end - start, speaker);
  }
}
