package voxcrate.engine.diarization;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import voxcrate.engine.clustering.VariationalBayes;
import voxcrate.engine.score.DiarizationScorer;
import voxcrate.engine.score.Region;
import voxcrate.engine.testing.Fixtures;
import voxcrate.engine.testing.Npy;
import voxcrate.engine.testing.PldaFixture;

/// Everything after the networks as community-1 does it, on activities and embeddings that
/// pyannote.audio computed for six real recordings and with its PLDA: the same clusters and the
/// same turns to the printed millisecond. Of the sixth recording the turns only nearly: with seven
/// speakers many frames are ties, which the reference breaks in whatever order its processor's
/// sorting instructions leave.
final class CapturedVbxTest {
  private static final List<String> RUNS = List.of("vbx", "vbx_n2", "vbx_n3", "vbx_mn2_mx4");

  static Stream<Arguments> runs() {
    return Fixtures.STEADY_CAPTURES.stream()
        .flatMap(name -> RUNS.stream().map(run -> Arguments.of(name, run)));
  }

  static List<String> runsOfOneRecording() {
    return RUNS;
  }

  @ParameterizedTest
  @MethodSource("runs")
  void clusters_and_turns_equal_the_reference(String recording, String run) throws IOException {
    var activity = Captures.activity(recording);
    var golden = Fixtures.require("pipeline-golden", recording, run + ".npz");
    var expected = Npy.read(golden, "hard_clusters_final").integers();

    var clusters = assign(recording, run, activity);

    assertThat(Captures.labels(activity, clusters)).isEqualTo(expected);
    assertTurns(golden, Captures.reconstruct(activity, clusters, bounds(run)));
  }

  private static void assertTurns(Path golden, Diarization diarization) throws IOException {
    var recording = golden.getName(golden.getNameCount() - 2).toString();
    var name = golden.getFileName().toString().replace(".npz", "");
    assertThat(Rttm.write(recording, diarization.turns()))
        .isEqualTo(Files.readString(golden.resolveSibling(name + ".rttm")));
    assertThat(Rttm.write(recording, diarization.exclusiveTurns()))
        .isEqualTo(Files.readString(golden.resolveSibling(name + ".exclusive.rttm")));
  }

  @ParameterizedTest
  @MethodSource("runsOfOneRecording")
  void clusters_equal_the_reference_where_turns_are_ties(String run) {
    var activity = Captures.activity(Fixtures.CAPTURE_WITH_TIES);
    var golden = Fixtures.require("pipeline-golden", Fixtures.CAPTURE_WITH_TIES, run + ".npz");

    var clusters = assign(Fixtures.CAPTURE_WITH_TIES, run, activity);

    assertThat(Captures.labels(activity, clusters))
        .isEqualTo(Npy.read(golden, "hard_clusters_final").integers());
    var turns = Captures.reconstruct(activity, clusters, bounds(run)).turns();
    assertThat(error(golden.resolveSibling(run + ".rttm"), turns)).isLessThan(0.025);
  }

  private static double error(Path golden, List<Turn> turns) {
    var heard =
        turns.stream()
            .map(
                turn ->
                    new RttmTurn(
                        Fixtures.CAPTURE_WITH_TIES,
                        turn.startSeconds(),
                        turn.seconds(),
                        turn.speaker().label()))
            .toList();
    return new DiarizationScorer(0)
        .score(Rttm.read(golden), heard, Region.EVERYTHING)
        .error()
        .rate();
  }

  private static ClusterAssignment assign(String recording, String run, SpeakerActivity activity) {
    var space = PldaFixture.space();
    var bayes = new VariationalBayes(space.betweenSpeakers(), 0.07, 0.8);
    return new VbxClusterer(0.6, space, bayes)
        .assign(Captures.embeddings(recording, activity), activity, bounds(run));
  }

  private static SpeakerBounds bounds(String run) {
    return switch (run) {
      case "vbx_n2" -> new SpeakerBounds(2, 2);
      case "vbx_n3" -> new SpeakerBounds(3, 3);
      case "vbx_mn2_mx4" -> new SpeakerBounds(2, 4);
      default -> SpeakerBounds.ANY;
    };
  }
}
