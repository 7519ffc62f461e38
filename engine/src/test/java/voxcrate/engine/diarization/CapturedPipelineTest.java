package voxcrate.engine.diarization;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import voxcrate.engine.testing.Fixtures;
import voxcrate.engine.testing.Npy;

/// Everything after the networks, on activities and embeddings that pyannote.audio computed for six
/// real recordings: the same clusters and the same turns to the printed millisecond. Of the sixth
/// recording only the clusters: with seven speakers many frames are ties, which the reference
/// breaks in whatever order its processor's sorting instructions leave.
final class CapturedPipelineTest {
  private static final double THRESHOLD = 0.7045654963945799;
  private static final int MIN_CLUSTER_SIZE = 12;
  private static final List<String> RUNS =
      List.of("ahc31", "ahc31_n2", "ahc31_n3", "ahc31_mn3", "ahc31_mx2", "ahc40");

  static Stream<Arguments> runs() {
    return Fixtures.STEADY_CAPTURES.stream()
        .flatMap(recording -> RUNS.stream().map(run -> Arguments.of(recording, run)));
  }

  static List<String> runsOfOneRecording() {
    return RUNS;
  }

  @ParameterizedTest
  @MethodSource("runsOfOneRecording")
  void clusters_equal_the_reference_where_turns_are_ties(String run) {
    var activity = Captures.activity(Fixtures.CAPTURE_WITH_TIES);
    var embeddings = Captures.embeddings(Fixtures.CAPTURE_WITH_TIES, activity);
    var golden = Fixtures.require("pipeline-golden", Fixtures.CAPTURE_WITH_TIES, run + ".npz");

    var clusters = clusterer(run).assign(embeddings, activity, bounds(run));

    assertThat(Captures.labels(activity, clusters))
        .isEqualTo(Npy.read(golden, "hard_clusters_final").integers());
  }

  @ParameterizedTest
  @MethodSource("runs")
  void clusters_and_turns_equal_the_reference(String recording, String run) throws IOException {
    var activity = Captures.activity(recording);
    var embeddings = Captures.embeddings(recording, activity);
    var golden = Fixtures.require("pipeline-golden", recording, run + ".npz");

    var clusters = clusterer(run).assign(embeddings, activity, bounds(run));
    var diarization = Captures.reconstruct(activity, clusters, bounds(run));

    assertThat(Captures.labels(activity, clusters))
        .isEqualTo(Npy.read(golden, "hard_clusters_final").integers());
    assertThat(Rttm.write(recording, diarization.turns()))
        .isEqualTo(Files.readString(golden.resolveSibling(run + ".rttm")));
    assertThat(Rttm.write(recording, diarization.exclusiveTurns()))
        .isEqualTo(Files.readString(golden.resolveSibling(run + ".exclusive.rttm")));
  }

  @ParameterizedTest
  @FieldSource("voxcrate.engine.testing.Fixtures#CAPTURES")
  void counts_equal_the_reference_frame_by_frame(String recording) {
    var capture = Fixtures.require("captures", recording, "reconstruction.npz");

    var counts = SpeakerCounts.perFrame(Captures.activity(recording), Captures.GRID);

    assertThat(IntStream.range(0, counts.frames()).map(counts::at).toArray())
        .isEqualTo(Npy.read(capture, "count").integers());
  }

  private static AgglomerativeClusterer clusterer(String run) {
    var rule = run.startsWith("ahc31") ? TrainingRule.ANY_ACTIVITY : TrainingRule.MOSTLY_ALONE;
    return new AgglomerativeClusterer(THRESHOLD, MIN_CLUSTER_SIZE, rule);
  }

  private static SpeakerBounds bounds(String run) {
    var bounds =
        Map.of(
            "ahc31_n2", SpeakerBounds.of(Optional.of(2), Optional.empty(), Optional.empty()),
            "ahc31_n3", SpeakerBounds.of(Optional.of(3), Optional.empty(), Optional.empty()),
            "ahc31_mn3", SpeakerBounds.of(Optional.empty(), Optional.of(3), Optional.empty()),
            "ahc31_mx2", SpeakerBounds.of(Optional.empty(), Optional.empty(), Optional.of(2)));
    return bounds.getOrDefault(run, SpeakerBounds.ANY);
  }
}
