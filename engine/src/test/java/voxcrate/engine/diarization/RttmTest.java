package voxcrate.engine.diarization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.problem.ToolException;

final class RttmTest {
  @TempDir Path folder;

  @Test
  void what_is_written_is_read_again() throws IOException {
    var turns =
        List.of(new Turn(0.25, 1.5, new Speaker(0)), new Turn(1.125, 12.75, new Speaker(11)));
    var file = Files.writeString(folder.resolve("a.rttm"), Rttm.write("two words", turns));

    assertThat(Rttm.read(file))
        .containsExactly(
            new RttmTurn("two_words", 0.25, 1.25, "SPEAKER_00"),
            new RttmTurn("two_words", 1.125, 11.625, "SPEAKER_11"));
  }

  @Test
  void other_lines_are_passed_over() throws IOException {
    var lines =
        """
        ;; comment
        SPKR-INFO r 1 <NA> <NA> <NA> unknown A <NA>
        SPEAKER r 1 1.0 2.0 <NA> <NA> A <NA> <NA>

        """;
    var file = Files.writeString(folder.resolve("a.rttm"), lines);

    assertThat(Rttm.read(file)).containsExactly(new RttmTurn("r", 1, 2, "A"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SPEAKER r 1 1.0",
        "SPEAKER r 1 one 2.0 <NA> <NA> A <NA> <NA>",
        "SPEAKER r 1 1.0 -2.0 <NA> <NA> A <NA> <NA>",
        "SPEAKER r 1 NaN 2.0 <NA> <NA> A <NA> <NA>",
        "SPEAKER r 1 1.0 Infinity <NA> <NA> A <NA> <NA>"
      })
  void a_line_that_is_not_as_it_should_be_is_named(String line) throws IOException {
    var file = Files.writeString(folder.resolve("a.rttm"), "\n" + line + "\n");

    assertThatThrownBy(() -> Rttm.read(file))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().doing()).contains("a.rttm");
              assertThat(refusal.problem().found()).contains("line 2");
            });
  }
}
