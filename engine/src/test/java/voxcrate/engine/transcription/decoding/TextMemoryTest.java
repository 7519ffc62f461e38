package voxcrate.engine.transcription.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import voxcrate.engine.cuda.CudaCard;
import voxcrate.engine.cuda.FakeCuda;
import voxcrate.engine.onnx.FloatTensor;
import voxcrate.engine.onnx.TensorMemory;
import voxcrate.model.DecoderSizes;

final class TextMemoryTest {
  private static final DecoderSizes SIZES = new DecoderSizes(2, 3, 4, 10, 448, 100);
  private static final int WINDOWS = 2;
  private static final int BEAMS = 3;

  /// What each text sees stays what was written, wherever the memory lies and however often it
  /// grows or is tidied up.
  @Test
  void memory_on_a_card_moves_as_the_processors_does() {
    var card = new FakeCuda(new CudaCard(0, "stand-in", 9, 0, 1 << 24));
    try (var host = new TextMemory(TensorMemory::ofHost, SIZES, WINDOWS);
        var onCard = new TextMemory(() -> TensorMemory.ofCard(card.runtime(), 0), SIZES, WINDOWS)) {
      var random = new SplittableRandom(7);
      for (var memory : List.of(host, onCard)) {
        memory.reserve(1);
        for (int window = 0; window < WINDOWS; window++) {
          write(memory, window, memory.from(window), -window - 1);
          memory.append(window, 0, 1);
        }
      }
      for (int step = 0; step < 100; step++) {
        int texts = step == 0 ? 1 : BEAMS;
        for (int window = 0; window < WINDOWS; window++) {
          var parents = IntStream.range(0, BEAMS).map(_ -> random.nextInt(texts)).boxed().toList();
          for (var memory : List.of(host, onCard)) {
            memory.reserve(BEAMS);
            for (int text = 0; text < BEAMS; text++) {
              write(memory, window, memory.from(window) + text, step * 100 + window * 10 + text);
            }
            memory.branch(window, parents);
          }
        }
      }

      assertThat(onCard.room()).isEqualTo(host.room()).isGreaterThan(64);
      for (int window = 0; window < WINDOWS; window++) {
        for (int text = 0; text < BEAMS; text++) {
          assertThat(seen(onCard, window, text)).hasSize(101).isEqualTo(seen(host, window, text));
        }
      }
    }
    assertThat(card.allotted()).isZero();
  }

  private static void write(TextMemory memory, int window, int place, float value) {
    for (int layer = 0; layer < SIZES.layers(); layer++) {
      for (int head = 0; head < SIZES.heads(); head++) {
        put(memory.keys(layer), memory, window, head, place, value + layer / 8f);
        put(memory.values(layer), memory, window, head, place, value + head / 16f);
      }
    }
  }

  private static void put(
      FloatTensor tensor, TextMemory memory, int window, int head, int place, float value) {
    int index = ((window * SIZES.heads() + head) * memory.room() + place) * SIZES.headSize();
    for (int i = 0; i < SIZES.headSize(); i++) {
      tensor.put(index + i, value + i / 64f);
    }
  }

  /// Of the last layer's last head.
  private static List<Float> seen(TextMemory memory, int window, int text) {
    var row = new float[memory.room()];
    memory.mask(window, text, row);
    int layer = SIZES.layers() - 1;
    int head = SIZES.heads() - 1;
    return IntStream.range(0, row.length)
        .filter(place -> row[place] == 0)
        .map(
            place ->
                ((window * SIZES.heads() + head) * memory.room() + place) * SIZES.headSize() + 1)
        .mapToObj(index -> memory.keys(layer).get(index) + memory.values(layer).get(index) / 1e6f)
        .toList();
  }
}
