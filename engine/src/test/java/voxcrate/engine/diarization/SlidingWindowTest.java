package voxcrate.engine.diarization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.engine.diarization.SlidingWindow.SampleSource;

final class SlidingWindowTest {
  @ParameterizedTest
  @CsvSource({
    "0,1", "1,1", "9,1", "10,1", "11,2", "12,2", "13,3", "14,3", "15,4", "16,4", "17,5", "20,6",
    "21,7"
  })
  void chunks_cover_all_samples_and_no_more(int samples, int chunks) {
    assertThat(all(samples)).hasSize(chunks);
  }

  @Test
  void chunks_overlap_and_the_last_one_is_padded_with_silence() {
    var chunks = all(13);

    assertThat(chunks.get(0)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    assertThat(chunks.get(1)).containsExactly(3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    assertThat(chunks.get(2)).containsExactly(5, 6, 7, 8, 9, 10, 11, 12, 13, 0);
  }

  /// Windows of ten samples, two apart, over 1, 2, 3, …
  private static List<float[]> all(int samples) {
    var windows = new SlidingWindow(counting(samples), 10, 2);
    var chunks = new ArrayList<float[]>();
    for (var passage = windows.next(3); passage.isPresent(); passage = windows.next(3)) {
      assertThat(passage.get().firstChunk()).isEqualTo(chunks.size());
      for (int i = 0; i < passage.get().chunks(); i++) {
        int from = passage.get().start(i);
        chunks.add(Arrays.copyOfRange(passage.get().samples(), from, from + 10));
      }
    }
    return chunks;
  }

  private static SampleSource counting(int samples) {
    return new SampleSource() {
      private int given;

      @Override
      public int read(float[] target, int from, int length) {
        int count = Math.min(length, samples - given);
        for (int i = 0; i < count; i++) {
          target[from + i] = ++given;
        }
        return count;
      }
    };
  }
}
