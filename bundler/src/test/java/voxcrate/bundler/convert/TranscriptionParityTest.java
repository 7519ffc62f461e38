package voxcrate.bundler.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.bundler.convert.WhisperModels.Form;
import voxcrate.bundler.convert.checkpoint.WeightFiles;
import voxcrate.bundler.convert.onnx.Steps;
import voxcrate.bundler.convert.parity.TranscriptionParity;
import voxcrate.bundler.convert.refusal.ConvertCode;
import voxcrate.model.ModelDescriptor.AlignmentHead;
import voxcrate.model.ModelDescriptor.Parity;
import voxcrate.model.Precision;
import voxcrate.problem.ToolException;

/// The comparison notices mistakes: the graphs under test are made from weights in which two parts
/// are exchanged, as a wrong exporter would have exchanged them, or are changed themselves. They
/// are held against the true weights.
class TranscriptionParityTest {
  private static final String ENCODER = "model.encoder.layers.";
  private static final String DECODER = "model.decoder.layers.";
  private static final List<AlignmentHead> HEADS =
      List.of(new AlignmentHead(0, 1), new AlignmentHead(1, 1));

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"SINGLE, FUSED", "HALF, FUSED", "SINGLE, SINGLE", "HALF, SINGLE"})
  void unchanged_graphs_pass_far_below_the_tolerance(Form form, Steps steps) throws Exception {
    var source = WhisperModels.random(folder, form);
    var out = Files.createTempDirectory(folder, "out");
    WhisperModels.export(source, out, HEADS, steps);

    var parity = compare(out, source);

    assertThat(parity.samples()).isEqualTo(64 * 320);
    assertThat(parity.maxDifference()).isLessThanOrEqualTo(1e-5);
  }

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource({
    ENCODER + "0.self_attn.q_proj.weight, " + ENCODER + "0.self_attn.k_proj.weight",
    ENCODER + "1.self_attn.q_proj.bias, " + ENCODER + "1.self_attn.v_proj.bias",
    ENCODER + "0.final_layer_norm.weight, " + ENCODER + "2.final_layer_norm.weight",
    ENCODER + "1.fc2.bias, " + ENCODER + "2.fc2.bias",
    DECODER + "0.self_attn.q_proj.weight, " + DECODER + "0.self_attn.k_proj.weight",
    DECODER + "1.encoder_attn.q_proj.weight, " + DECODER + "1.encoder_attn.k_proj.weight",
    DECODER + "0.encoder_attn.k_proj.weight, " + DECODER + "1.encoder_attn.k_proj.weight",
    DECODER + "0.encoder_attn.v_proj.weight, " + DECODER + "1.encoder_attn.v_proj.weight",
    DECODER + "0.encoder_attn.v_proj.bias, " + DECODER + "1.encoder_attn.v_proj.bias",
    DECODER + "0.self_attn_layer_norm.bias, " + DECODER + "1.self_attn_layer_norm.bias",
    "model.encoder.layer_norm.weight, model.decoder.layer_norm.weight",
  })
  void swapped_tensors_are_noticed(String one, String other) throws Exception {
    var wrong = WhisperModels.random(folder, Form.SINGLE);
    CtcModels.exchange(weights(wrong), one, other);

    assertNoticed(exported(wrong));
  }

  @ParameterizedTest(name = "{2} and {3} of {1}: {0}")
  @CsvSource({
    "heads, 3, 0, 2, " + ENCODER + "0.self_attn.v_proj.weight",
    "heads, 3, 1, 2, " + ENCODER + "2.self_attn.q_proj.weight",
    "heads, 2, 0, 1, " + DECODER + "0.self_attn.v_proj.weight",
    "heads, 2, 0, 1, " + DECODER + "1.encoder_attn.q_proj.weight",
    "heads, 2, 0, 1, " + DECODER + "1.encoder_attn.v_proj.bias",
    "filters, 12, 0, 1, model.encoder.conv1.weight",
    "mel bands of one filter, 72, 0, 1, model.encoder.conv1.weight",
    "filters, 12, 5, 11, model.encoder.conv2.weight",
    "positions of the audio, 70, 3, 4, model.encoder.embed_positions.weight",
    "positions of the text, 14, 2, 3, model.decoder.embed_positions.weight",
    "tokens, 100, 4, 5, model.decoder.embed_tokens.weight"
  })
  void swapped_heads_filters_and_positions_are_noticed(
      String what, int parts, int one, int other, String tensor) throws Exception {
    var wrong = WhisperModels.random(folder, Form.SINGLE);
    CtcModels.exchangeParts(weights(wrong), tensor, parts, one, other);

    assertNoticed(exported(wrong));
  }

  @ParameterizedTest
  @CsvSource({"encoder_attention_heads, 2", "decoder_attention_heads, 3"})
  void wrong_settings_are_noticed(String member, String value) throws Exception {
    var wrong = WhisperModels.random(folder, Form.SINGLE);
    CtcModels.configure(wrong, member, value);

    assertNoticed(exported(wrong));
  }

  /// What the weights cannot tell is changed in the graph: bytes of a constant, an attribute or an
  /// operator's name.
  @ParameterizedTest(name = "{0} in {1}")
  @CsvSource({
    "a mask of another sign, decoder.onnx, 6d61736b65642203416464, 6d61736b65642203537562",
    "an epsilon of 0.01, encoder.onnx, acc52737, 0ad7233c",
    "an epsilon of 0.01, decoder.onnx, acc52737, 0ad7233c",
    "a sine in place of the error function, encoder.onnx, 457266, 53696e",
    "a sine in place of the error function, decoder.onnx, 457266, 53696e"
  })
  void changed_graphs_are_noticed(String what, String graph, String from, String to)
      throws Exception {
    var wrong = exported(WhisperModels.random(folder, Form.SINGLE));
    var bytes = Files.readAllBytes(wrong.resolve(graph));
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    var changed = text.replace(text(from), text(to));
    assertThat(changed).isNotEqualTo(text);
    Files.write(wrong.resolve(graph), changed.getBytes(StandardCharsets.ISO_8859_1));

    assertNoticed(wrong);
  }

  /// In either of the two networks alone.
  @ParameterizedTest
  @CsvSource({"encoder.onnx, 5", "decoder.onnx, 2"})
  void gelu_by_the_hyperbolic_tangent_is_noticed(String graph, int count) throws Exception {
    var wrong = exported(WhisperModels.random(folder, Form.SINGLE));
    assertThat(TanhGelu.into(wrong.resolve(graph))).isEqualTo(count);

    assertNoticed(wrong);
  }

  @Test
  void other_scores_of_the_tokens_are_noticed() throws Exception {
    var right = WhisperModels.withHead(folder, 1.1f);
    var wrong = exported(WhisperModels.random(folder, Form.SINGLE));

    assertNoticed(wrong, right);
  }

  @Test
  void other_alignment_heads_are_noticed() throws Exception {
    var source = WhisperModels.random(folder, Form.SINGLE);
    var out = Files.createTempDirectory(folder, "out");
    WhisperModels.export(source, out, List.of(new AlignmentHead(0, 1), new AlignmentHead(1, 0)));

    assertNoticed(out);
  }

  private void assertNoticed(Path wrong) throws Exception {
    assertNoticed(wrong, WhisperModels.random(folder, Form.SINGLE));
  }

  private static void assertNoticed(Path wrong, Path right) {
    assertThatThrownBy(() -> compare(wrong, right))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> assertThat(refusal.problem().code()).isEqualTo(ConvertCode.PARITY_FAILED));
  }

  private Path exported(Path source) throws Exception {
    var out = Files.createTempDirectory(folder, "out");
    WhisperModels.export(source, out, HEADS);
    return out;
  }

  private static Parity compare(Path graphs, Path source) {
    var settings = TransformersConfiguration.find(new SourceFolder(source)).orElseThrow().whisper();
    try (var files = WeightFiles.open(source)) {
      return new TranscriptionParity(files.weights(), settings, HEADS, 320)
          .check(
              graphs.resolve("encoder.onnx"),
              graphs.resolve("decoder.onnx"),
              Precision.F32,
              "test/model");
    }
  }

  private static Path weights(Path source) {
    return source.resolve("model.safetensors");
  }

  private static String text(String hex) {
    return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
  }
}
