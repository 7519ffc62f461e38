package voxcrate.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.Digest;
import voxcrate.engine.EngineCode;
import voxcrate.engine.onnx.GraphSignature.Port;
import voxcrate.engine.testing.TinyModels;
import voxcrate.model.ModelDescriptor.Graph;
import voxcrate.problem.ToolException;

final class OnnxModelTest {
  private static final ExecutionTarget CPU = new ExecutionTarget.Cpu(1);
  private static final long ANY = GraphSignature.ANY;
  private static final GraphSignature SIGNATURE = signature("waveform", "log_probabilities", 7);

  @TempDir Path folder;

  @BeforeEach
  void copy_a_graph() throws IOException {
    Files.copy(
        TinyModels.FOLDER.resolve("segmentation-tiny/model.onnx"), folder.resolve("model.onnx"));
  }

  @Test
  void a_graph_runs() {
    try (var model = OnnxModel.open(folder, graph(), SIGNATURE, CPU)) {
      var output = model.run(FloatTensor.zeros(2, 1, 16_000));

      assertThat(List.of(output.size(0), output.size(1), output.size(2))).containsExactly(2, 56, 7);
    }
  }

  @Test
  void an_altered_graph_is_not_loaded() throws IOException {
    var graph = graph();
    var bytes = Files.readAllBytes(folder.resolve("model.onnx"));
    bytes[bytes.length / 2] ^= 1;
    Files.write(folder.resolve("model.onnx"), bytes);

    assertRefused(EngineCode.MODEL_ALTERED, "sha256:", graph, SIGNATURE, CPU);
  }

  @Test
  void an_absent_graph_is_named() {
    var graph = new Graph("other.onnx", graph().digest());

    assertRefused(EngineCode.MODEL_UNUSABLE, "not there", graph, SIGNATURE, CPU);
  }

  @Test
  void a_file_that_is_no_graph_is_refused() throws IOException {
    Files.writeString(folder.resolve("model.onnx"), "not a graph");

    assertRefused(EngineCode.MODEL_UNUSABLE, "", graph(), SIGNATURE, CPU);
  }

  @Test
  void a_graph_with_other_names_or_sizes_is_refused() {
    assertRefused(
        EngineCode.MODEL_UNUSABLE,
        "no input 'audio'",
        graph(),
        signature("audio", "log_probabilities", 7),
        CPU);
    assertRefused(
        EngineCode.MODEL_UNUSABLE,
        "no output 'scores'",
        graph(),
        signature("waveform", "scores", 7),
        CPU);
    assertRefused(
        EngineCode.MODEL_UNUSABLE,
        "output 'log_probabilities'",
        graph(),
        signature("waveform", "log_probabilities", 11),
        CPU);
  }

  @Test
  void a_device_that_is_not_there_is_refused_and_not_replaced_by_the_processor() {
    assertRefused(EngineCode.CUDA_NOT_CARRIED, "", graph(), SIGNATURE, new ExecutionTarget.Cuda(0));
  }

  @Test
  void the_runtime_computes() {
    OnnxRuntime.probe(CPU);

    assertThat(OnnxRuntime.version()).startsWith("1.");
  }

  private Graph graph() {
    return new Graph("model.onnx", Digest.of(folder.resolve("model.onnx")));
  }

  private static GraphSignature signature(String input, String output, long classes) {
    return new GraphSignature(
        List.of(Port.of(input, ANY, 1, ANY)), Port.of(output, ANY, ANY, classes));
  }

  private void assertRefused(
      EngineCode code,
      String found,
      Graph graph,
      GraphSignature signature,
      ExecutionTarget target) {
    assertThatThrownBy(() -> OnnxModel.open(folder, graph, signature, target).close())
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().code()).isEqualTo(code);
              assertThat(refusal.problem().found()).contains(found);
            });
  }
}
