package voxcrate.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.engine.testing.TinyModels;
import voxcrate.engine.testing.WavFile;

/// The verbs on models that hear nothing of sense: what is written where, and how runs end.
final class DiarizeTest {
  @TempDir Path folder;
  private Path recording = Path.of("");

  @BeforeEach
  void make_a_recording() {
    var random = new Random(3);
    var samples = new float[16_000 * 12];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (random.nextGaussian() * 0.1 * (i / 16_000 % 3));
    }
    recording = WavFile.write(folder, "noise.wav", WavFile.pcm16(16_000, 1, samples));
  }

  @Test
  void turns_go_to_standard_output_and_everything_else_to_standard_error() {
    var run = EngineRun.of("diarize", recording, "--models", TinyModels.FOLDER);

    assertThat(run.status()).isZero();
    assertThat(run.out().lines()).allMatch(line -> line.startsWith("SPEAKER noise 1 "));
    assertThat(run.err())
        .contains(
            "Loading PyAnnote segmentation model",
            "Loading PyAnnote diarization pipeline",
            "Speaker diarization completed successfully");
  }

  @Test
  void json_is_one_document() {
    var run = EngineRun.of("diarize", recording, "--models", TinyModels.FOLDER, "--json");

    assertThat(run.status()).isZero();
    assertThat(run.json().array("recordings")).hasSize(1);
    assertThat(run.json().array("failed")).isEmpty();
    assertThat(run.out()).contains("\"recording\": \"noise.wav\"", "\"seconds\": 12");
  }

  @Test
  void one_speaker_at_most_is_one_speaker() {
    var run =
        EngineRun.of("diarize", recording, "--models", TinyModels.FOLDER, "--max-speakers", 1);

    assertThat(run.out()).doesNotContain("SPEAKER_01");
  }

  @Test
  void the_same_recording_gives_the_same_turns_whatever_the_threads() {
    var one = EngineRun.of("diarize", recording, "--models", TinyModels.FOLDER, "--threads", 1);
    var two = EngineRun.of("diarize", recording, "--models", TinyModels.FOLDER, "--threads", 2);

    assertThat(two.out()).isEqualTo(one.out());
  }

  @Test
  void one_bad_file_of_several_ends_with_eight_and_the_others_are_done() throws IOException {
    var bad = Files.writeString(folder.resolve("bad.wav"), "no sound");

    var run =
        EngineRun.of(
            "diarize", bad, recording, "--models", TinyModels.FOLDER, "-o", folder.resolve("out"));

    assertThat(run.status()).isEqualTo(8);
    assertThat(run.err()).contains("VX-ENGINE-002", "bad.wav");
    assertThat(folder.resolve("out/noise.rttm")).exists();
    assertThat(folder.resolve("out/noise.txt")).exists();
    assertThat(folder.resolve("out/noise.json")).exists();
    assertThat(folder.resolve("out/bad.rttm")).doesNotExist();
  }

  @Test
  void a_bad_file_alone_ends_with_seven() throws IOException {
    var bad = Files.writeString(folder.resolve("bad.wav"), "no sound");

    var run = EngineRun.of("diarize", bad, "--models", TinyModels.FOLDER);

    assertThat(run.status()).isEqualTo(7);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void without_a_pipeline_the_remedy_is_named() {
    var run = EngineRun.of("diarize", recording, "--models", folder);

    assertThat(run.status()).isEqualTo(7);
    assertThat(run.err()).contains("VX-ENGINE-010", "install a bundle");
  }

  @Test
  void a_device_that_is_not_there_ends_with_six() {
    var run =
        EngineRun.of("diarize", recording, "--models", TinyModels.FOLDER, "--device", "cuda:0,1");

    assertThat(run.status()).isEqualTo(6);
    assertThat(run.err()).contains("VX-ENGINE-023", "--device cpu");
  }

  @Test
  void nonsense_on_the_command_line_ends_with_two() {
    assertThat(EngineRun.of("diarize").status()).isEqualTo(2);
    for (var nonsense : List.of("tpu", "cuda:", "cuda:0,", "cuda:0;1", "cuda:1000")) {
      assertThat(EngineRun.of("diarize", recording, "--device", nonsense).status()).isEqualTo(2);
    }
    assertThat(
            EngineRun.of("diarize", recording, "--min-speakers", 4, "--max-speakers", 3).status())
        .isEqualTo(2);
  }

  @Test
  void a_token_is_refused_and_not_repeated() {
    var glued = EngineRun.of("transcribe", recording, "--hf_token=hf_secret");
    var apart = EngineRun.of("diarize", recording, "--hf_token", "hf_secret");

    assertThat(glued.status()).isEqualTo(2);
    assertThat(apart.status()).isEqualTo(2);
    assertThat(glued.out() + glued.err() + apart.out() + apart.err())
        .contains("no token is needed")
        .doesNotContain("hf_secret");
  }

  @Test
  void transcribe_says_that_the_words_are_missing() {
    var run = EngineRun.of("transcribe", recording, "--models", TinyModels.FOLDER, "-o", folder);

    assertThat(run.status()).isEqualTo(8);
    assertThat(run.err()).contains("no transcription model is installed");
    assertThat(run.out()).contains("noise.wav");
    assertThat(folder.resolve("noise.txt")).exists();
    assertThat(folder.resolve("noise.rttm")).exists();
  }

  @Test
  void standard_output_never_has_an_empty_line() {
    var silence = WavFile.write(folder, "s.wav", WavFile.pcm16(16_000, 1, new float[16_000 * 3]));

    var run = EngineRun.of("diarize", silence, "--models", TinyModels.FOLDER);

    assertThat(run.status()).isZero();
    assertThat(run.out().lines()).allMatch(line -> line.startsWith("SPEAKER s 1 "));
  }

  @Test
  void a_silent_recording_has_no_turns_and_is_no_error() {
    var silence = WavFile.write(folder, "s.wav", WavFile.pcm16(8_000, 1, new float[800]));

    var run = EngineRun.of("transcribe", silence, "--models", TinyModels.FOLDER, "-o", folder);

    assertThat(run.status()).isEqualTo(8);
    assertThat(folder.resolve("s.rttm")).exists();
  }
}
