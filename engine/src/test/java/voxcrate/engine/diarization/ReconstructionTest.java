package voxcrate.engine.diarization;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Frames of one second, chunks of four frames, one frame apart.
final class ReconstructionTest {
  private static final FrameGrid GRID = new FrameGrid(1, 4, 1, 1, 1);

  @Test
  void frames_between_chunks_follow_the_majority() {
    var activity = activity(new byte[] {1, 1, 1, 0}, new byte[] {1, 1, 0, 0});

    var diarization = diarization(activity, 0, 0);

    assertThat(Rttm.write("r", diarization.turns()))
        .isEqualTo("SPEAKER r 1 0.500 3.000 <NA> <NA> SPEAKER_00 <NA> <NA>\n");
  }

  @Test
  void two_local_speakers_of_one_cluster_are_one_person() {
    var activity = activity(new byte[] {0b11, 0b11, 0, 0});
    var clusters = new ClusterAssignment(1, 2);
    clusters.put(0, 0, 0);
    clusters.put(0, 1, 0);

    var counts = SpeakerCounts.perFrame(activity, GRID);
    var diarization = Reconstruction.of(activity, clusters, counts, GRID, 0, 4);

    // Two people were counted and only one cluster is there: the other gets a column of its own.
    assertThat(diarization.speakers()).isEqualTo(2);
    assertThat(diarization.exclusiveTurns()).hasSize(1);
  }

  @Test
  void local_speaker_of_no_cluster_is_counted_and_has_no_say() {
    var activity = activity(new byte[] {0b01, 0b11, 0b10, 0b10});
    var clusters = new ClusterAssignment(1, 2);
    clusters.put(0, 0, 0);

    var counts = SpeakerCounts.perFrame(activity, GRID);
    var diarization = Reconstruction.of(activity, clusters, counts, GRID, 0, 4);

    // Where one speaks it is cluster 0, the only one there is; where two do, a second column is on.
    assertThat(Rttm.write("r", diarization.turns()))
        .isEqualTo(
            """
            SPEAKER r 1 0.500 4.000 <NA> <NA> SPEAKER_00 <NA> <NA>
            SPEAKER r 1 1.500 1.000 <NA> <NA> SPEAKER_01 <NA> <NA>
            """);
  }

  @Test
  void short_gaps_are_filled_where_the_pipeline_says_so() {
    var activity = activity(new byte[] {1, 0, 1, 0});

    assertThat(reconstruct(activity, 0).turns()).hasSize(2);
    assertThat(reconstruct(activity, 1).turns()).hasSize(1);
    assertThat(reconstruct(activity, 0.9).turns()).hasSize(2);
  }

  @Test
  void names_follow_the_clusters_sorted_as_text() {
    var activity = activity(new byte[] {1, 1, 0, 0}, new byte[] {0, 0, 1, 1});
    var clusters = new ClusterAssignment(2, 2);
    clusters.put(0, 0, 2);
    clusters.put(1, 0, 10);

    var counts = SpeakerCounts.perFrame(activity, GRID);
    var diarization = Reconstruction.of(activity, clusters, counts, GRID, 0, 5);

    assertThat(diarization.turns())
        .extracting(turn -> turn.speaker().label())
        .containsExactly("SPEAKER_01", "SPEAKER_00");
  }

  private static SpeakerActivity activity(byte[]... chunks) {
    var activity = new SpeakerActivity(2);
    for (var chunk : chunks) {
      activity.add(chunk);
    }
    return activity;
  }

  private static Diarization diarization(SpeakerActivity activity, double gap, double seconds) {
    var counts = SpeakerCounts.perFrame(activity, GRID);
    var clusters = ClusterAssignment.oneCluster(activity);
    return Reconstruction.of(activity, clusters, counts, GRID, gap, seconds);
  }

  private static Diarization reconstruct(SpeakerActivity activity, double gap) {
    return diarization(activity, gap, 4);
  }
}
