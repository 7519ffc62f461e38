package voxcrate.engine.diarization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import voxcrate.engine.clustering.Centroids;

/// One chunk of one frame, three local speakers; clusters along the axes.
final class ClusterAssignmentTest {
  private static final int NONE = ClusterAssignment.NONE;
  private static final Centroids TWO =
      Centroids.of(List.of(new float[] {1, 0}, new float[] {0, 1}), new int[] {0, 1});
  private static final Centroids ONE = TWO.only(new int[] {0});

  @Test
  void two_of_one_chunk_may_be_nearest_to_the_same_cluster() {
    var chunk = chunk(new float[] {9, 1}, new float[] {9, 2});

    assertThat(clusters(ClusterAssignment.nearest(chunk, activity(0b11), TWO)))
        .containsExactly(0, 0, NONE);
  }

  @Test
  void one_to_one_gives_each_of_a_chunk_its_own_cluster() {
    var chunk = chunk(new float[] {9, 1}, new float[] {9, 2});

    assertThat(clusters(ClusterAssignment.oneToOne(chunk, activity(0b11), TWO)))
        .containsExactly(0, 1, NONE);
  }

  @Test
  void one_to_one_looks_at_the_sum_not_at_who_comes_first() {
    // Both are nearest to cluster 0; the first loses less by going elsewhere.
    var chunk = chunk(new float[] {2, 1}, new float[] {10, -1});

    assertThat(clusters(ClusterAssignment.oneToOne(chunk, activity(0b11), TWO)))
        .containsExactly(1, 0, NONE);
  }

  @Test
  void local_speakers_that_are_too_many_belong_to_nobody() {
    var chunk = chunk(new float[] {1, 1}, new float[] {9, 1});

    assertThat(clusters(ClusterAssignment.oneToOne(chunk, activity(0b11), ONE)))
        .containsExactly(NONE, 0, NONE);
  }

  @Test
  void who_has_no_voice_takes_nobodys_cluster() {
    var chunk = chunk(new float[] {Float.NaN, 1}, new float[] {-1, 0});

    assertThat(clusters(ClusterAssignment.oneToOne(chunk, activity(0b11), ONE)))
        .containsExactly(NONE, 0, NONE);
  }

  private static SpeakerActivity activity(int active) {
    var activity = new SpeakerActivity(3);
    activity.add(new byte[] {(byte) active});
    return activity;
  }

  private static SpeakerEmbeddings chunk(float[]... vectors) {
    var embeddings = new SpeakerEmbeddings();
    for (int speaker = 0; speaker < vectors.length; speaker++) {
      embeddings.add(0, speaker, vectors[speaker]);
    }
    return embeddings;
  }

  private static int[] clusters(ClusterAssignment assignment) {
    return new int[] {assignment.of(0, 0), assignment.of(0, 1), assignment.of(0, 2)};
  }
}
