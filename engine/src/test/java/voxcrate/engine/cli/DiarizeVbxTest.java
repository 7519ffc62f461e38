package voxcrate.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.Digest;
import voxcrate.engine.testing.TinyModels;
import voxcrate.model.ModelDescriptor.Plda;

/// The form of community-1 with tiny networks: which pipeline runs, and what is refused.
final class DiarizeVbxTest {
  private static final Path RECORDING = Path.of("src/test/resources/audio/ramp.flac");

  @TempDir Path folder;

  @BeforeEach
  void write_the_models() throws IOException {
    TinyModels.writeVbx(folder);
  }

  @Test
  void both_pipelines_run_and_say_which_they_are() {
    var preferred = EngineRun.of("diarize", RECORDING, "--models", folder, "--json");
    var named =
        EngineRun.of(
            "diarize",
            RECORDING,
            "--models",
            folder,
            "--pipeline",
            "voxcrate-test/diarization-tiny",
            "--json");

    assertThat(preferred.status()).as(preferred.err()).isZero();
    assertThat(preferred.out()).contains("voxcrate-test/vbx-tiny");
    assertThat(named.status()).as(named.err()).isZero();
    assertThat(named.out()).contains("voxcrate-test/diarization-tiny");
  }

  @Test
  void a_plda_of_one_other_bit_is_refused() throws IOException {
    var file = folder.resolve("vbx-tiny/plda.f64");
    var numbers = Files.readAllBytes(file);
    numbers[100] ^= 1;
    Files.write(file, numbers);

    assertRefused(5, "VX-ENGINE-012", "plda.f64");
  }

  @Test
  void a_plda_that_is_not_there_is_refused() throws IOException {
    Files.delete(folder.resolve("vbx-tiny/plda.f64"));

    assertRefused(7, "VX-ENGINE-011", "plda.f64");
  }

  @Test
  void a_plda_of_another_size_than_its_description_is_refused() throws IOException {
    var whole = TinyModels.plda(16, 8);
    for (var numbers : new byte[][] {{}, Arrays.copyOf(whole, 99), TinyModels.plda(16, 9)}) {
      TinyModels.writeVbx(folder, numbers, new Plda("plda.f64", Digest.of(numbers), 16, 8));

      assertRefused(7, "VX-ENGINE-011", numbers.length + " bytes");
    }
  }

  @Test
  void a_description_of_more_numbers_than_there_can_be_is_refused() throws IOException {
    var whole = TinyModels.plda(16, 8);
    var stated = new Plda("plda.f64", Digest.of(whole), 16, Integer.MAX_VALUE);

    TinyModels.writeVbx(folder, whole, stated);

    assertRefused(7, "VX-ENGINE-011", "numbers");
  }

  @Test
  void a_plda_of_other_embeddings_is_refused() throws IOException {
    var numbers = TinyModels.plda(20, 8);

    TinyModels.writeVbx(folder, numbers, new Plda("plda.f64", Digest.of(numbers), 20, 8));

    assertRefused(7, "VX-ENGINE-011", "20 dimensions");
  }

  private void assertRefused(int status, String code, String found) {
    var run = EngineRun.of("diarize", RECORDING, "--models", folder);

    assertThat(run.status()).as(run.err()).isEqualTo(status);
    assertThat(run.err()).contains(code, found);
  }
}
