package voxcrate.bundler.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.bundler.convert.checkpoint.WeightFiles;
import voxcrate.bundler.convert.refusal.ConvertCode;
import voxcrate.model.Precision;
import voxcrate.problem.ToolException;

/// The comparison notices mistakes: the graph under test is made from weights in which two parts
/// are exchanged, as a wrong exporter would have exchanged them, and held against the true ones.
class AlignmentParityTest {
  private static final String LAYER = "wav2vec2.encoder.layers.";
  private static final String WEIGHTS = "model.safetensors";
  private static final String SECOND_SHARD = "model-00002-of-00002.safetensors";

  @TempDir Path folder;

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource({
    LAYER + "0.attention.q_proj.weight, " + LAYER + "0.attention.k_proj.weight",
    LAYER + "1.attention.q_proj.weight, " + LAYER + "1.attention.v_proj.weight",
    LAYER + "0.attention.q_proj.bias, " + LAYER + "0.attention.k_proj.bias",
    LAYER + "0.attention.v_proj.weight, " + LAYER + "1.attention.v_proj.weight",
    LAYER + "0.final_layer_norm.weight, " + LAYER + "1.final_layer_norm.weight",
    LAYER + "0.feed_forward.output_dense.bias, " + LAYER + "1.feed_forward.output_dense.bias"
  })
  void swapped_tensors_are_noticed(String one, String other) throws Exception {
    var wrong = CtcModels.copy("wav2vec2-base-form", folder);
    CtcModels.exchange(wrong.resolve(WEIGHTS), one, other);

    assertNoticed("wav2vec2-base-form", wrong);
  }

  @ParameterizedTest(name = "{0}: {2} and {3} of {1}")
  @CsvSource({
    LAYER + "0.attention.v_proj.weight, 4, 0, 1",
    LAYER + "1.attention.q_proj.weight, 4, 2, 3",
    LAYER + "1.attention.out_proj.weight, 24, 0, 5",
    "wav2vec2.feature_extractor.conv_layers.0.conv.weight, 12, 0, 1",
    "wav2vec2.feature_extractor.conv_layers.2.conv.weight, 12, 3, 11",
    "wav2vec2.encoder.pos_conv_embed.conv.parametrizations.weight.original1, 4, 0, 1",
    "wav2vec2.encoder.pos_conv_embed.conv.parametrizations.weight.original0, 16, 0, 15",
    "lm_head.weight, 14, 4, 5"
  })
  void swapped_heads_filters_and_groups_are_noticed(String tensor, int parts, int one, int other)
      throws Exception {
    var wrong = CtcModels.copy("wav2vec2-base-form", folder);
    CtcModels.exchangeParts(wrong.resolve(WEIGHTS), tensor, parts, one, other);

    assertNoticed("wav2vec2-base-form", wrong);
  }

  @Test
  void swapped_heads_of_a_large_form_are_noticed() throws Exception {
    var wrong = CtcModels.copy("wav2vec2-large-form", folder);
    CtcModels.exchangeParts(
        wrong.resolve(SECOND_SHARD), LAYER + "2.attention.v_proj.weight", 3, 0, 2);

    assertNoticed("wav2vec2-large-form", wrong);
  }

  @ParameterizedTest(name = "{0}: {1} is {2}")
  @CsvSource({
    "wav2vec2-base-form, do_stable_layer_norm, true",
    "wav2vec2-base-form, num_attention_heads, 6",
    "wav2vec2-base-form, layer_norm_eps, 0.1",
    "wav2vec2-large-form, do_stable_layer_norm, false",
    "wav2vec2-large-form, feat_extract_norm, '\"group\"'",
    "wav2vec2-large-form, 'conv_stride', '[4, 2, 3]'"
  })
  void wrong_settings_are_noticed(String form, String member, String value) throws Exception {
    var wrong = CtcModels.copy(form, folder);
    CtcModels.configure(wrong, member, value);

    assertNoticed(form, wrong);
  }

  @ParameterizedTest
  @CsvSource({"wav2vec2-base-form, 7", "wav2vec2-large-form, 7"})
  void gelu_by_the_hyperbolic_tangent_is_noticed(String form, int count) throws Exception {
    var out = folder.resolve("out");
    Fixtures.convert(CtcModels.copy(form, folder), out);
    assertThat(TanhGelu.into(out.resolve("model.onnx"))).isEqualTo(count);

    assertNoticed(CtcModels.copy(form, folder), out);
  }

  @ParameterizedTest
  @CsvSource({"wav2vec2-base-form, 6e-5", "wav2vec2-large-form, 9e-5"})
  void unchanged_graph_passes_far_below_the_tolerance(String form, double tolerance)
      throws Exception {
    var descriptor = Fixtures.convert(CtcModels.copy(form, folder), folder.resolve("out"));

    var parity = Objects.requireNonNull(descriptor.provenance().parity());
    assertThat(parity.output())
        .isEqualTo("log-probabilities, root mean square relative to their deviation");
    assertThat(parity.samples()).isEqualTo(16_000);
    assertThat(parity.tolerance()).isCloseTo(tolerance, within(1e-12));
    assertThat(parity.maxDifference()).isLessThanOrEqualTo(tolerance / 9);
  }

  private void assertNoticed(String form, Path wrong) throws Exception {
    var out = folder.resolve("out");
    Fixtures.convert(wrong, out);
    assertNoticed(CtcModels.copy(form, folder), out);
  }

  private static void assertNoticed(Path right, Path out) {
    try (var files = WeightFiles.open(right)) {
      var conversion = CheckpointConversion.of(new SourceFolder(right), files.weights());

      assertThatThrownBy(() -> conversion.compare(out, Precision.F32, "test/model"))
          .isInstanceOfSatisfying(
              ToolException.class,
              refusal -> assertThat(refusal.problem().code()).isEqualTo(ConvertCode.PARITY_FAILED));
    }
  }
}
