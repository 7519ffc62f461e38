package voxcrate.engine.diarization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import voxcrate.engine.EngineCode;
import voxcrate.engine.models.ModelCatalog;
import voxcrate.engine.models.PipelineModels.Part;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.testing.TinyModels;
import voxcrate.model.ModelDescriptor.Segmentation;
import voxcrate.problem.ToolException;

final class SegmentationModelTest {
  private static final Part<Segmentation> TINY =
      ModelCatalog.in(TinyModels.FOLDER).pipeline(Optional.empty()).segmentation();

  /// Of a muted line the network is asked once, and what it says counts for all chunks.
  @Test
  void of_a_muted_line_comes_what_the_network_says_of_it() {
    var model = TINY.model();
    int window = model.windowSamples();
    var muted = new Passage(0, 3, window, window / 10, new float[window + 2 * (window / 10)]);
    var first = new float[window];
    first[0] = 1e-30f;
    try (var segmentation =
        SegmentationModel.open(TINY, FrameGrid.of(model, 0.1), new ExecutionTarget.Cpu(1))) {
      var asked = segmentation.run(new Passage(0, 1, window, window, first)).getFirst();

      assertThat(segmentation.run(muted)).hasSize(3).containsOnly(asked);
    }
  }

  static Stream<Arguments> classes() {
    return Stream.of(
        Arguments.of(List.of(List.of(0), List.of(1), List.of(2)), "sigmoid"),
        Arguments.of(List.of(), "3 local speakers"),
        Arguments.of(List.of(List.of(), List.of(3)), "3 local speakers"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("classes")
  void classes_that_are_no_sets_of_local_speakers_are_refused(
      List<List<Integer>> classes, String reason) {
    var model = TINY.model();
    var other =
        new Segmentation(
            model.graph(),
            model.sampleRate(),
            model.windowSamples(),
            model.frameStepSamples(),
            model.frameFieldSamples(),
            model.localSpeakers(),
            classes);

    assertThatThrownBy(
            () ->
                SegmentationModel.open(
                    new Part<>(TINY.folder(), other),
                    FrameGrid.of(model, 0.1),
                    new ExecutionTarget.Cpu(1)))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().code()).isEqualTo(EngineCode.MODEL_UNUSABLE);
              assertThat(refusal.problem().found()).contains(reason);
            });
  }
}
