package voxcrate.engine.diarization;

import java.util.List;
import voxcrate.engine.diarization.SpeakerEmbeddings.Slot;

/// Which embeddings the clusters are formed from; the others are only assigned to them.
enum TrainingRule {
  /// pyannote.audio 3.x: every active slot.
  ANY_ACTIVITY {
    @Override
    boolean admits(Slot slot, SpeakerActivity activity) {
      return true;
    }
  },

  /// pyannote.audio 4.x, ours: slots whose speaker is alone in at least a fifth of the chunk.
  MOSTLY_ALONE {
    @Override
    boolean admits(Slot slot, SpeakerActivity activity) {
      int alone = activity.framesAlone(slot.chunk(), slot.speaker());
      return alone >= SHARE_ALONE * activity.chunk(slot.chunk()).length;
    }
  };

  private static final double SHARE_ALONE = 0.2;

  abstract boolean admits(Slot slot, SpeakerActivity activity);

  /// The vectors that form the clusters, in order of chunk, then local speaker.
  List<float[]> select(SpeakerEmbeddings embeddings, SpeakerActivity activity) {
    return embeddings.slots().stream()
        .filter(slot -> slot.vector().isUsable() && admits(slot, activity))
        .map(slot -> slot.vector().values())
        .toList();
  }
}
