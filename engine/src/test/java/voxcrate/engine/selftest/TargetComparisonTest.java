package voxcrate.engine.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.engine.audio.ChannelChoice;
import voxcrate.engine.audio.Waveform;
import voxcrate.engine.diarization.Course;
import voxcrate.engine.diarization.DiarizationPipeline;
import voxcrate.engine.diarization.SpeakerBounds;
import voxcrate.engine.models.ModelCatalog;
import voxcrate.engine.onnx.ExecutionTarget.Cpu;
import voxcrate.engine.onnx.ExecutionTarget.Cuda;
import voxcrate.engine.onnx.OperatorProfile;
import voxcrate.engine.selftest.Check.Failed;
import voxcrate.engine.selftest.Check.Passed;
import voxcrate.engine.testing.TinyModels;
import voxcrate.engine.testing.WavFile;
import voxcrate.progress.ProgressListener;

final class TargetComparisonTest {
  private static final Cuda CARD = new Cuda(0);

  @TempDir private Path folder;

  @Test
  void two_targets_that_hear_the_same_pass() {
    WavFile.noise(folder, "clip.flac", 20);
    var models = ModelCatalog.in(TinyModels.FOLDER);

    var checks = new TargetComparison(models, folder, new Cpu(1), new Cpu(2)).checks();

    assertThat(checks)
        .singleElement()
        .isInstanceOfSatisfying(
            Passed.class, check -> assertThat(check.evidence()).contains("differ by 0.0 %"));
  }

  @Test
  void operators_are_written_down_with_what_ran_them() {
    WavFile.noise(folder, "clip.flac", 20);
    try (var profile = OperatorProfile.begin()) {
      diarize();

      var check = TargetComparison.operators(CARD, profile.where());

      assertThat(check)
          .isInstanceOfSatisfying(
              Failed.class,
              failed ->
                  assertThat(failed.problem().found())
                      .contains("Conv", "LSTM", "ran on the processor", "kinds by CPU"));
    }
    try (var profile = OperatorProfile.begin()) {
      assertThat(profile.where().operators()).isEmpty();
    }
  }

  @Test
  void shapes_may_be_found_on_the_processor() {
    var where =
        new OperatorProfile.Where(
            Map.of(
                "CUDAExecutionProvider", Set.of("Conv", "MatMul"),
                "CPUExecutionProvider", Set.of("Shape", "Gather")));

    assertThat(TargetComparison.operators(CARD, where))
        .isEqualTo(new Passed("operators on cuda:0", "2 kinds by CPU, 2 kinds by CUDA"));
  }

  private void diarize() {
    var models = ModelCatalog.in(TinyModels.FOLDER).pipeline(Optional.empty());
    try (var pipeline = DiarizationPipeline.open(models, new Cpu(1), ProgressListener.SILENT);
        var audio =
            Waveform.open(
                folder.resolve("clip.flac"), new ChannelChoice.Average(), pipeline.sampleRate())) {
      pipeline.diarize(audio, SpeakerBounds.ANY, Course.of(_ -> {}));
    }
  }
}
