package voxcrate.engine.diarization;

import java.util.stream.IntStream;
import voxcrate.engine.testing.Fixtures;
import voxcrate.engine.testing.Npy;

/// Builds our types from arrays as pyannote.audio gives them, and its arrays from ours.
final class Captures {
  static final FrameGrid GRID = new FrameGrid(16_000, 160_000, 16_000, 270, 991);

  private Captures() {}

  /// What the reference's segmentation network heard in a recording.
  static SpeakerActivity activity(String recording) {
    var file = Fixtures.require("captures", recording, "segmentations.npz");
    return activity(Npy.read(file, "segmentations"));
  }

  /// What the reference's embedding network heard in a recording.
  static SpeakerEmbeddings embeddings(String recording, SpeakerActivity activity) {
    var file = Fixtures.require("captures", recording, "raw_embeddings.npz");
    return embeddings(Npy.read(file, "embeddings"), activity);
  }

  static Diarization reconstruct(
      SpeakerActivity activity, ClusterAssignment clusters, SpeakerBounds bounds) {
    var counts = SpeakerCounts.perFrame(activity, GRID).cappedAt(bounds.max());
    return Reconstruction.of(activity, clusters, counts, GRID, 0, 0);
  }

  /// The cluster of each slot; the reference writes -2 for slots without one.
  static int[] labels(SpeakerActivity activity, ClusterAssignment clusters) {
    int speakers = activity.localSpeakers();
    return IntStream.range(0, activity.chunks() * speakers)
        .map(slot -> clusters.of(slot / speakers, slot % speakers))
        .map(cluster -> cluster == ClusterAssignment.NONE ? -2 : cluster)
        .toArray();
  }

  /// @param segmentations chunks × frames × local speakers, 0 or 1
  static SpeakerActivity activity(Npy segmentations) {
    int frames = segmentations.size(1);
    int speakers = segmentations.size(2);
    var values = segmentations.values();
    var activity = new SpeakerActivity(speakers);
    for (int chunk = 0; chunk < segmentations.size(0); chunk++) {
      var sets = new byte[frames];
      for (int i = 0; i < frames * speakers; i++) {
        if (values[chunk * frames * speakers + i] > 0.5) {
          sets[i / speakers] |= (byte) (1 << i % speakers);
        }
      }
      activity.add(sets);
    }
    return activity;
  }

  /// @param embeddings chunks × local speakers × dimension, any value where nobody is active
  static SpeakerEmbeddings embeddings(Npy embeddings, SpeakerActivity activity) {
    int dimension = embeddings.size(2);
    var slots = new SpeakerEmbeddings();
    for (int chunk = 0; chunk < activity.chunks(); chunk++) {
      for (int speaker = 0; speaker < activity.localSpeakers(); speaker++) {
        if (activity.isActive(chunk, speaker)) {
          int from = (chunk * activity.localSpeakers() + speaker) * dimension;
          slots.add(chunk, speaker, embeddings.floats(from, dimension));
        }
      }
    }
    return slots;
  }
}
