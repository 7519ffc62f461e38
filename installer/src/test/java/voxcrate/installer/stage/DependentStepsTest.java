package voxcrate.installer.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// A disk tells a lost write once; a later sync of the same file succeeds (fsync(2)).
final class DependentStepsTest {
  @Test
  void failed_sync_of_an_earlier_piece_is_not_forgotten() throws IOException {
    var steps = new DependentSteps();
    var taken = new ArrayList<String>();
    steps.take(() -> taken.add("piece 1"));

    assertThatThrownBy(
            () ->
                steps.take(
                    () -> {
                      throw new IOException("Input/output error");
                    }))
        .hasMessage("Input/output error");

    assertThatThrownBy(() -> steps.take(() -> taken.add("piece 3")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Input/output error");
    assertThatThrownBy(() -> steps.take(() -> taken.add("sync"))).isInstanceOf(IOException.class);
    assertThat(taken).containsExactly("piece 1");
  }
}
