package voxcrate.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.engine.testing.TinyModels;
import voxcrate.engine.testing.TinyWhisper;
import voxcrate.engine.testing.WavFile;
import voxcrate.json.Json;

final class BenchTest {
  private static final Path RECORDING = Path.of("src/test/resources/audio/ramp.flac");

  @TempDir Path folder;

  @Test
  void every_stage_has_its_figures() {
    var run = bench("--json");

    assertThat(run.status()).as(run.err()).isZero();
    var report = run.json();
    assertThat(report.text("_type")).isEqualTo("voxcrate-bench/1");
    assertThat(report.text("target")).isEqualTo("cpu");
    assertThat(report.array("stages"))
        .extracting(stage -> ((Json.Obj) stage).text("stage"))
        .isEqualTo(List.of("reading", "segmentation", "voices", "clustering", "reconstruction"));
    assertThat(report.array("stages"))
        .allSatisfy(
            stage -> {
              assertThat(((Json.Obj) stage).integer("processor_percent")).isNotNegative();
              assertThat(((Json.Obj) stage).find("card_percent")).isEmpty();
            });
    assertThat(report.integer("audio_ms")).isPositive();
    assertThat(report.integer("peak_bytes")).isGreaterThan(10_000_000);
  }

  @Test
  void words_count_where_a_model_for_them_is_installed() throws IOException {
    var recording = WavFile.noise(folder, "noise.wav", 4);
    var run = EngineRun.of("bench", recording, "--models", TinyWhisper.FOLDER, "--json");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.json().array("stages"))
        .extracting(stage -> ((Json.Obj) stage).text("stage"))
        .isEqualTo(List.of("transcription", "alignment"));
    assertThat(run.json().array("models")).hasSize(1);
  }

  @Test
  void people_read_the_real_time_factor_last() {
    var run = bench();

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out().lines().toList().getLast()).startsWith("real-time factor");
  }

  @Test
  void without_a_recording_one_has_to_be_named() {
    var run = EngineRun.of("bench", "--models", TinyModels.FOLDER);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("name a FILE");
  }

  private static EngineRun bench(String... more) {
    return more.length == 0
        ? EngineRun.of("bench", RECORDING, "--models", TinyModels.FOLDER)
        : EngineRun.of("bench", RECORDING, "--models", TinyModels.FOLDER, more[0]);
  }
}
