package voxcrate.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import voxcrate.engine.cuda.CudaProblem;
import voxcrate.engine.cuda.CudaRuntime;
import voxcrate.problem.ToolException;

final class FittingBatchTest {
  private final List<String> attempts = new ArrayList<>();
  private final List<String> taken = new ArrayList<>();

  @Test
  void what_does_not_fit_is_halved_and_stays_so() {
    var batch = new FittingBatch(16);

    run(batch, 20, 5);
    run(batch, 5, 5);

    assertThat(attempts)
        .containsExactly(
            "0-16", "0-8", "0-4", "4-8", "8-12", "12-16", "16-20", // the first twenty
            "0-4", "4-5");
    assertThat(taken).containsExactly("0-4", "4-8", "8-12", "12-16", "16-20", "0-4", "4-5");
    assertThat(batch.size()).isEqualTo(4);
  }

  @Test
  void one_that_does_not_fit_alone_stops() {
    assertThatThrownBy(() -> run(new FittingBatch(4), 3, 0))
        .isInstanceOfSatisfying(
            ToolException.class, failure -> assertThat(CudaProblem.isOfMemory(failure)).isTrue());
    assertThat(attempts).containsExactly("0-3", "0-2", "0-1");
    assertThat(taken).isEmpty();
  }

  @Test
  void other_failures_are_not_tried_again() {
    var batch = new FittingBatch(4);
    FittingBatch.Attempt<String> broken =
        (_, _) -> {
          throw ModelProblem.unusable(Path.of("model.onnx"), "broken");
        };

    assertThatThrownBy(() -> batch.each(4, broken, (_, _, made) -> taken.add(made)))
        .hasMessageContaining("broken");
    assertThat(batch.size()).isEqualTo(4);
  }

  /// @param room for how many there is
  private void run(FittingBatch batch, int count, int room) {
    batch.each(
        count,
        (from, to) -> {
          attempts.add(from + "-" + to);
          if (to - from > room) {
            throw CudaProblem.tooLittleMemory(0, "full", new CudaRuntime.Room(1, 2));
          }
          return from + "-" + to;
        },
        (_, _, made) -> taken.add(made));
  }
}
