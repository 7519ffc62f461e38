package voxcrate.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.engine.testing.TinyModels;
import voxcrate.engine.testing.TinyWhisper;
import voxcrate.engine.testing.WavFile;
import voxcrate.json.Json;

final class OtherVerbsTest {
  @TempDir Path folder;

  @Test
  void models_are_listed_with_kind_digest_and_licence() {
    var run = EngineRun.of("models", "--models", TinyModels.FOLDER);

    assertThat(run.out().lines()).hasSize(3);
    assertThat(run.out()).contains("voxcrate-test/embedding-tiny", "segmentation", "MIT");
  }

  @Test
  void alignment_model_is_listed_with_its_graph() throws IOException {
    TinyModels.writeAlignment(folder.resolve("torch/org/align"));

    var run = EngineRun.of("models", "--models", folder);

    assertThat(run.status()).isZero();
    assertThat(run.out()).containsPattern("org/align +alignment .*sha256 [0-9a-f]{12} .*MIT");
  }

  @Test
  void pipeline_with_a_plda_is_listed_with_its_digest() throws IOException {
    TinyModels.writeVbx(folder);

    var run = EngineRun.of("models", "--models", folder);

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .containsPattern("voxcrate-test/vbx-tiny +diarization .*sha256 [0-9a-f]{12} .*MIT")
        .containsPattern("voxcrate-test/diarization-tiny +diarization .*sha256 - .*MIT");
  }

  @Test
  void the_self_test_looks_at_both_pipelines_and_the_plda() throws IOException {
    TinyModels.writeVbx(folder.resolve("models"));
    clip("SPEAKER clip 1 0.0 1.0 <NA> <NA> A <NA> <NA>\n");
    Files.write(folder.resolve("models/vbx-tiny/plda.f64"), TinyModels.plda(17, 8));

    var run = EngineRun.of("selftest", "--models", folder.resolve("models"), "--clip", folder);

    assertThat(run.status()).isNotZero();
    assertThat(run.out())
        .contains("FAILED   model voxcrate-test/vbx-tiny")
        .contains("passed   model voxcrate-test/embedding-tiny");
    assertThat(run.out().lines().filter(line -> line.contains("known recording"))).hasSize(2);
    assertThat(run.err()).contains("VX-ENGINE-012");
  }

  @Test
  void no_models_is_an_answer() {
    var run = EngineRun.of("models", "--models", folder);

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("No models are installed");
  }

  @Test
  void the_self_test_passes_without_a_pipeline_and_says_what_is_missing() {
    var run = EngineRun.of("selftest", "--models", folder, "--clip", folder);

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("passed   inference runtime", "skipped  known recording");
    assertThat(run.err()).contains("speakers cannot be told apart");
  }

  @Test
  void the_self_test_tells_how_many_words_were_written_down() throws IOException {
    Files.move(WavFile.noise(folder, "noise.wav", 2), folder.resolve("clip.flac"));
    Files.writeString(folder.resolve("clip.txt"), "Let us begin.\n");

    var run = EngineRun.of("selftest", "--models", TinyWhisper.FOLDER, "--clip", folder);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("passed   known words on cpu: .*: WER \\d+\\.\\d %, 2\\.0 s");
  }

  @Test
  void the_self_test_fails_when_no_word_is_heard_at_all() throws IOException {
    var silence = WavFile.pcm16(16_000, 1, new float[16_000]);
    WavFile.write(folder, "clip.flac", silence);
    Files.writeString(folder.resolve("clip.txt"), "Let us begin.\n");

    var run = EngineRun.of("selftest", "--models", TinyWhisper.FOLDER, "--clip", folder);

    assertThat(run.status()).isEqualTo(6);
    assertThat(run.out()).contains("FAILED   known words on cpu");
    assertThat(run.err()).contains("VX-ENGINE-050");
  }

  @Test
  void the_self_test_fails_when_the_known_recording_is_misheard() throws IOException {
    clip("SPEAKER clip 1 0.0 1.0 <NA> <NA> A <NA> <NA>\n");

    var run = EngineRun.of("selftest", "--models", TinyModels.FOLDER, "--clip", folder, "--json");

    assertThat(run.status()).isEqualTo(6);
    assertThat(run.json().flag("passed")).isFalse();
    assertThat(run.err()).contains("VX-ENGINE-050");
  }

  @Test
  void the_self_test_fails_with_five_when_a_model_was_altered() throws IOException {
    for (var model : new String[] {"segmentation-tiny", "embedding-tiny", "diarization-tiny"}) {
      Files.createDirectories(folder.resolve("models").resolve(model));
      for (var file : new String[] {"model.json", "model.onnx"}) {
        var source = TinyModels.FOLDER.resolve(model).resolve(file);
        if (Files.exists(source)) {
          Files.copy(source, folder.resolve("models").resolve(model).resolve(file));
        }
      }
    }
    var graph = folder.resolve("models/embedding-tiny/model.onnx");
    var bytes = Files.readAllBytes(graph);
    bytes[1000] ^= 1;
    Files.write(graph, bytes);

    var run = EngineRun.of("selftest", "--models", folder.resolve("models"), "--clip", folder);

    assertThat(run.status()).isEqualTo(5);
    assertThat(run.out())
        .contains("FAILED   model voxcrate-test/embedding-tiny")
        .contains("passed   model voxcrate-test/segmentation-tiny");
    assertThat(run.err()).contains("VX-ENGINE-012");
  }

  @Test
  void score_gives_each_recording_and_the_total() throws IOException {
    var reference = Files.createDirectories(folder.resolve("reference"));
    var found = Files.createDirectories(folder.resolve("found"));
    Files.writeString(reference.resolve("a.rttm"), turn("a", 0, 10, "A"));
    Files.writeString(found.resolve("a.rttm"), turn("a", 0, 9, "x"));
    Files.writeString(reference.resolve("b.rttm"), turn("b", 0, 30, "A"));

    var run = EngineRun.of("score", "der", reference, found, "--json");

    assertThat(run.status()).isZero();
    assertThat(run.json().object("total").decimal("der")).isEqualTo(31 / 40.0);
    assertThat(run.json().decimal("speakerCountAccuracy")).isEqualTo(0.5);
    assertThat(run.json().array("recordings"))
        .extracting(recording -> ((Json.Obj) recording).decimal("der"))
        .containsExactly(0.1, 1.0);
    assertThat(run.err()).contains("no turns were found for b");
  }

  @Test
  void a_score_states_its_settings() throws IOException {
    var reference =
        Files.writeString(folder.resolve("r.rttm"), turn("r", 0, 10, "A") + turn("r", 5, 10, "B"));
    var found = Files.writeString(folder.resolve("h.rttm"), turn("r", 0, 10, "x"));
    var uem = Files.writeString(folder.resolve("r.uem"), "r 1 0 8\n");

    var run =
        EngineRun.of(
            "score", "der", reference, found, "--collar", "0.25", "--skip-overlap", "--uem", uem);

    assertThat(run.out()).contains("(collar 0.25 s, overlap skipped)");
    var json =
        EngineRun.of("score", "der", reference, found, "--skip-overlap", "--uem", uem, "--json")
            .json();
    assertThat(json.flag("overlapScored")).isFalse();
    assertThat(json.object("total").decimal("referenceSeconds")).isEqualTo(5);
    assertThat(json.decimal("speakerCountError")).isEqualTo(1);
    assertThat(json.object("total").decimal("jer")).isZero();
  }

  @Test
  void the_last_line_of_a_score_is_the_figure() throws IOException {
    var reference = Files.writeString(folder.resolve("r.rttm"), turn("r", 0, 10, "A"));
    var found = Files.writeString(folder.resolve("h.rttm"), turn("other", 0, 9, "x"));

    var run = EngineRun.of("score", "der", reference, found);

    assertThat(run.out().strip().lines().toList().getLast())
        .isEqualTo(
            "DER 10.00 % (collar 0 s, overlap scored), JER 10.00 %, speakers right in 1 of 1"
                + " recordings");
  }

  @Test
  void a_score_needs_pairs() throws IOException {
    var file = Files.writeString(folder.resolve("r.rttm"), turn("r", 0, 10, "A"));

    assertThat(EngineRun.of("score", "der", file, file, file).status()).isEqualTo(2);
    assertThat(EngineRun.of("score", "der", file, folder).status()).isEqualTo(7);
    assertThat(EngineRun.of("score").status()).isEqualTo(2);
  }

  private void clip(String reference) throws IOException {
    Files.copy(Path.of("src/test/resources/audio/ramp.flac"), folder.resolve("clip.flac"));
    Files.writeString(folder.resolve("clip.rttm"), reference);
  }

  private static String turn(String recording, int start, int seconds, String speaker) {
    return "SPEAKER %s 1 %d.0 %d.0 <NA> <NA> %s <NA> <NA>%n"
        .formatted(recording, start, seconds, speaker);
  }
}
