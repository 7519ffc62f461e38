package voxcrate.engine.diarization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import voxcrate.engine.audio.ChannelChoice;
import voxcrate.engine.audio.Waveform;
import voxcrate.engine.diarization.EmbeddingModel.Sound;
import voxcrate.engine.diarization.SpeakerEmbeddings.Slot;
import voxcrate.engine.models.ModelCatalog;
import voxcrate.engine.models.PipelineModels;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.testing.Fixtures;
import voxcrate.engine.testing.Npy;
import voxcrate.engine.testing.TinyModels;

/// The tiny models as this engine runs them, against PyTorch on the same windows of real speech.
/// Random weights do not amplify rounding, so the tolerance is narrow.
final class ModelParityTest {
  private static final ExecutionTarget CPU = new ExecutionTarget.Cpu(1);
  private static final PipelineModels MODELS =
      ModelCatalog.in(TinyModels.FOLDER).pipeline(Optional.empty());
  private static final FrameGrid GRID = FrameGrid.of(MODELS.segmentation().model(), 0.1);

  @Test
  void log_probabilities_equal_torch() {
    var reference = Fixtures.require("segmentation-tiny", "reference.npz");
    var expected = Npy.read(reference, "logprobs").values();
    var passages = passages(Npy.read(reference, "starts_s").integers());

    try (var model = SegmentationModel.open(MODELS.segmentation(), GRID, CPU)) {
      int next = 0;
      for (var passage : passages) {
        var scores = model.scores(passage);
        for (int i = 0; i < expected.length / passages.size(); i++) {
          assertThat(Math.abs(scores.get(i) - expected[next++])).isLessThan(1e-4);
        }
      }
    }
  }

  @Test
  void embeddings_equal_torch() {
    var reference = Fixtures.require("embedding-tiny", "reference.npz");
    var masks = Npy.read(reference, "masks");
    var expected = Npy.read(reference, "emb_mask");
    var passages = passages(Npy.read(reference, "starts_s").integers());
    var slots = new ArrayList<Slot>();

    try (var model = EmbeddingModel.open(MODELS.embedding(), false, 160_000, CPU)) {
      for (int i = 0; i < passages.size(); i++) {
        var features = model.features(passages.get(i));
        slots.addAll(run(model, i, features, sets(masks.floats(i * 589, 589))));
      }
    }

    for (var slot : slots) {
      var wanted = expected.floats(slot.chunk() * 16, 16);
      for (int d = 0; d < wanted.length; d++) {
        assertThat(Math.abs(slot.vector().values()[d] - wanted[d])).isLessThan(1e-4f);
      }
    }
    assertThat(slots).hasSize(passages.size());
  }

  @Test
  void speakers_of_one_chunk_are_pooled_as_if_each_were_alone() {
    var passage = passages(new int[] {10}).getFirst();
    var both = new byte[589];
    Arrays.fill(both, 0, 200, (byte) 0b001);
    Arrays.fill(both, 300, 500, (byte) 0b100);
    var second = new byte[589];
    Arrays.fill(second, 300, 500, (byte) 0b100);

    try (var model = EmbeddingModel.open(MODELS.embedding(), true, 160_000, CPU)) {
      var features = model.features(passage);
      var together = run(model, 0, features, both);
      var alone = run(model, 0, features, second);

      assertThat(together).extracting(Slot::speaker).containsExactly(0, 2);
      assertThat(alone).hasSize(1);
      assertThat(together.get(1).vector().values())
          .containsExactly(alone.getFirst().vector().values());
    }
  }

  @Test
  void chunks_heard_together_have_the_voices_that_each_has_alone() {
    var passages = passages(new int[] {0, 10, 20});
    var one = new byte[589];
    Arrays.fill(one, 100, 400, (byte) 0b010);
    var two = new byte[589];
    Arrays.fill(two, 0, 300, (byte) 0b001);
    Arrays.fill(two, 300, 589, (byte) 0b100);
    var active = List.of(one, two, one);

    try (var model = EmbeddingModel.open(MODELS.embedding(), true, 160_000, CPU)) {
      var sounds = new ArrayList<Sound>();
      for (int i = 0; i < active.size(); i++) {
        sounds.add(new Sound(i, model.features(passages.get(i)), 0, active.get(i)));
      }

      var together = model.run(sounds);

      for (int i = 0; i < sounds.size(); i++) {
        var alone = model.run(List.of(sounds.get(i))).getFirst();
        assertThat(together.get(i))
            .extracting(Slot::chunk, Slot::speaker)
            .containsExactlyElementsOf(
                alone.stream().map(slot -> tuple(slot.chunk(), slot.speaker())).toList());
        for (int slot = 0; slot < alone.size(); slot++) {
          assertThat(together.get(i).get(slot).vector().values())
              .containsExactly(alone.get(slot).vector().values(), within(1e-5f));
        }
      }
      assertThat(together).extracting(List::size).containsExactly(1, 2, 1);
    }
  }

  private static List<Slot> run(
      EmbeddingModel model, int chunk, PassageFeatures features, byte[] active) {
    return model.run(List.of(new Sound(chunk, features, 0, active))).getFirst();
  }

  /// One local speaker, active where the mask says so.
  private static byte[] sets(float[] mask) {
    var sets = new byte[mask.length];
    for (int i = 0; i < sets.length; i++) {
      sets[i] = (byte) (mask[i] > 0.5 ? 1 : 0);
    }
    return sets;
  }

  /// Passages of one chunk each.
  private static List<Passage> passages(int[] startsSeconds) {
    var file = Fixtures.require("audio", "pyannote-sample", "sample.wav");
    var samples = new float[30 * 16_000];
    try (var audio = Waveform.open(file, new ChannelChoice.Average(), 16_000)) {
      audio.read(samples, 0, samples.length);
    }
    return Arrays.stream(startsSeconds)
        .mapToObj(start -> Arrays.copyOfRange(samples, start * 16_000, (start + 10) * 16_000))
        .map(chunk -> new Passage(0, 1, chunk.length, 16_000, chunk))
        .toList();
  }
}
