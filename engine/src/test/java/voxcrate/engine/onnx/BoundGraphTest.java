package voxcrate.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.engine.EngineCode;
import voxcrate.engine.cuda.CudaCard;
import voxcrate.engine.cuda.FakeCuda;
import voxcrate.engine.testing.TinyWhisper;
import voxcrate.model.ModelDescriptor.Transcription;
import voxcrate.problem.ToolException;

final class BoundGraphTest {
  private static final ExecutionTarget CPU = new ExecutionTarget.Cpu(1);
  private static final Transcription MODEL = TinyWhisper.model();
  private static final Set<String> OUTPUTS =
      Set.of("cross_key.0", "cross_key.1", "cross_value.0", "cross_value.1");

  @TempDir private Path folder;

  @Test
  void what_is_bound_is_read_and_written_in_place() {
    try (var memory = Arena.ofConfined();
        var graph = open(TinyWhisper.FOLDER, Set.of("mel"), OUTPUTS)) {
      var mel = FloatTensor.in(memory, 1, 20, 100);
      var all = FloatTensor.in(memory, 2, 2, 50, 8);
      graph.bindInput("mel", mel);
      mel.put(0, TinyWhisper.mel(1));
      graph.bindOutput("cross_key.0", all.part(0, 1));
      graph.run();
      mel.put(0, TinyWhisper.mel(2));
      graph.bindOutput("cross_key.0", all.part(1, 1));
      graph.run();
      var both = values(all, 2);

      graph.bindOutput("cross_key.0", all.part(0, 1));
      graph.run();

      assertThat(values(all, 2)[0]).isEqualTo(both[1]);
      assertThat(both[0]).isNotEqualTo(both[1]);
    }
  }

  /// The card is a stand-in whose memory the processor's session can write to: what is shown is how
  /// memory is allotted, bound, copied and given back, not that a card computes.
  @Test
  void memory_of_a_card_is_bound_without_going_through_the_heap() {
    var card = new FakeCuda(new CudaCard(0, "stand-in", 9, 0, 1 << 20));
    try (var host = Arena.ofConfined();
        var graph = open(TinyWhisper.FOLDER, Set.of("mel"), OUTPUTS)) {
      var mel = FloatTensor.in(host, 1, 20, 100);
      mel.put(0, TinyWhisper.mel(1));
      var wanted = FloatTensor.in(host, 1, 2, 50, 8);
      graph.bindInput("mel", mel);
      graph.bindOutput("cross_key.0", wanted);
      graph.run();

      try (var memory = TensorMemory.ofCard(card.runtime(), 0)) {
        var both = memory.floats(2, 2, 50, 8);
        graph.bindOutput("cross_key.0", both.part(1, 1));
        graph.run();

        assertThat(card.copied()).isZero();
        assertThat(values(both, 2)[1]).isEqualTo(values(wanted, 1)[0]);
        assertThat(values(both, 2)[0]).containsOnly(0);
        assertThat(card.copied()).isEqualTo(2 * 2 * 2 * 50 * 8 * Float.BYTES);
        graph.unbindOutput("cross_key.0");
      }
      assertThat(card.allotted()).isZero();
    }
  }

  @Test
  void shape_that_does_not_fit_stops_with_the_files_name() {
    try (var memory = Arena.ofConfined();
        var graph = open(TinyWhisper.FOLDER, Set.of("mel"), OUTPUTS)) {
      graph.bindInput("mel", FloatTensor.in(memory, 1, 21, 100));
      graph.bindOutput("cross_key.0", FloatTensor.in(memory, 1, 2, 50, 8));

      assertRefused(EngineCode.RUNTIME_FAILED, "mel", graph::run);
    }
  }

  @Test
  void graph_of_other_names_is_refused() {
    assertRefused(
        EngineCode.MODEL_UNUSABLE,
        "no input 'waveform'",
        () -> open(TinyWhisper.FOLDER, Set.of("waveform"), OUTPUTS).close());
    assertRefused(
        EngineCode.MODEL_UNUSABLE,
        "no output 'hidden'",
        () -> open(TinyWhisper.FOLDER, Set.of("mel"), Set.of("hidden")).close());
    assertRefused(
        EngineCode.MODEL_UNUSABLE,
        "it takes [mel]",
        () -> open(TinyWhisper.FOLDER, Set.of(), OUTPUTS).close());
  }

  @Test
  void altered_or_missing_weights_are_refused() throws Exception {
    for (var name : List.of("encoder.onnx", "model.safetensors")) {
      Files.copy(TinyWhisper.FOLDER.resolve(name), folder.resolve(name));
    }
    open(folder, Set.of("mel"), OUTPUTS).close();
    var weights = folder.resolve("model.safetensors");
    var bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 1] ^= 1;
    Files.write(weights, bytes);

    assertRefused(EngineCode.MODEL_ALTERED, "", () -> open(folder, Set.of("mel"), OUTPUTS).close());
    Files.delete(weights);
    assertRefused(
        EngineCode.MODEL_UNUSABLE, "not there", () -> open(folder, Set.of("mel"), OUTPUTS).close());
  }

  private static float[][] values(FloatTensor tensor, int count) {
    var values = new float[count][2 * 50 * 8];
    for (int i = 0; i < count; i++) {
      tensor.get(i * values[i].length, values[i]);
    }
    return values;
  }

  private static BoundGraph open(Path folder, Set<String> inputs, Set<String> outputs) {
    return BoundGraph.open(folder, MODEL.encoder(), MODEL.weights(), inputs, outputs, CPU);
  }

  private static void assertRefused(EngineCode code, String found, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().code()).isEqualTo(code);
              assertThat(refusal.problem().found()).contains(found);
            });
  }
}
