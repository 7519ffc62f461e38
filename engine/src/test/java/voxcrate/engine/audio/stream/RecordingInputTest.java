package voxcrate.engine.audio.stream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordingInputTest {
  @TempDir Path folder;

  /// Containers tell places; a hostile one tells any.
  @Test
  void place_before_the_beginning_is_a_broken_file() throws IOException {
    var file = Files.write(folder.resolve("a"), new byte[10]);
    try (var in = RecordingInput.open(file)) {
      assertThatThrownBy(() -> in.position(-1)).isInstanceOf(RefusedAudioException.class);
    }
  }
}
